import { effect } from '@preact/signals-core'
import { Component, h, type ComponentChild, type ComponentClass } from 'preact'

/** Runs when the component stands in the page; what it returns runs when the component goes. */
export type OnMount = (run: () => (() => void) | void) => void
type View<Props> = (props: Props) => ComponentChild
type SetUp<Props> = (props: Props, onMount: OnMount) => View<Props>

/**
 * A component that renders again when a signal that it has read changes. `setUp` runs once an instance and returns how it
 * looks: what an instance keeps (signals, elements) is a variable there. `@preact/signals` does the same with hooks, for
 * 2 kB more of what a visitor waits for.
 */
export function watching<Props extends object>(setUp: SetUp<Props>): (props: Props) => ComponentChild {
  let kind: ComponentClass<Props> | undefined
  // Made when it is used first: a module that comes later has not borrowed `Component` yet when it is read.
  return (props) => h((kind ??= kindOf(setUp)), props)
}

function kindOf<Props extends object>(setUp: SetUp<Props>): ComponentClass<Props> {
  return class extends Component<Props> {
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
