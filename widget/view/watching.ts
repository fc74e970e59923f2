import { effect } from '@preact/signals-core'
import { Component, type ComponentChild } from 'preact'

/** Runs when the component stands in the page; what it returns runs when the component goes. */
export type OnMount = (run: () => (() => void) | void) => void
type View<Props> = (props: Props) => ComponentChild

/**
 * A component that renders again when a signal that it has read changes. `setUp` runs once an instance and returns how it
 * looks: what an instance keeps (signals, elements) is a variable there. `@preact/signals` does the same with hooks, for
 * 2 kB more of what a visitor waits for.
 */
export function watching<Props>(setUp: (props: Props, onMount: OnMount) => View<Props>) {
  return class Watching extends Component<Props> {
    readonly #mounting: (() => (() => void) | void)[] = []
    readonly #view: View<Props>
    #endings: ((() => void) | void)[] = []
    #stop = () => {}

    constructor(props: Props) {
      super(props)
      this.#view = setUp(props, (run) => void this.#mounting.push(run))
    }

    override componentDidMount() {
      this.#endings = this.#mounting.map((run) => run())
    }

    override componentWillUnmount() {
      this.#stop()
      for (const end of this.#endings) end?.()
    }

    override render(props: Props) {
      this.#stop()
      let shown: ComponentChild
      let isFirst = true
      this.#stop = effect(() => {
        // Having read nothing the second time, it is not called again before the next render.
        if (isFirst) shown = this.#view(props)
        else this.setState({})
        isFirst = false
      })
      return shown
    }
  }
}
