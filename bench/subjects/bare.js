/** The control: passes on the provider's body unchanged. */
export default {
  fetch(request, { UPSTREAM }) {
    if (request.method === 'GET') return new Response('ok')
    return fetch(`${UPSTREAM}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer sk-bench' },
      body: request.body,
    })
  },
}
