import { Hono } from 'hono'
import { cors } from 'hono/cors'

const app = new Hono()
app.use('*', cors())
app.get('*', (context) => context.text('ok'))
app.post('/v1/chat/completions', ({ req, env }) =>
  fetch(`${env.UPSTREAM}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sk-bench' },
    body: req.raw.body,
  }),
)
export default app
