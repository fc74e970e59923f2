import { effect } from '@preact/signals-core'
import { Component, h, type ComponentChild, type ComponentClass } from 'preact'

type View<Props> = (props: Props) => ComponentChild
type SetUp<Props> = (props: Props, life: Life) => View<Props>

export interface Life {
  /** Runs when the component stands in the page; what it returns runs when the component goes. */
  onMount(run: () => (() => void) | void): void
  /** Runs when what was rendered stands in the page, each time. */
  onRender(run: () => void): void
}

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
    #mount: () => (() => void) | void = nothing
    #rendered: () => void = nothing
    #end: (() => void) | void = nothing
    #stop: () => void = nothing
    readonly #view = setUp(this.props, {
      onMount: (run) => (this.#mount = run),
      onRender: (run) => (this.#rendered = run),
    })

    override componentDidMount() {
      this.#end = this.#mount()
      this.#rendered()
    }

    override componentDidUpdate() {
      this.#rendered()
    }

    override componentWillUnmount() {
      this.#stop()
      this.#end?.()
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

const nothing = () => {}
