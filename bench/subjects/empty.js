/** A Worker that does nothing: the start-up time of the runtime itself. */
export default { fetch: () => new Response('ok') }
