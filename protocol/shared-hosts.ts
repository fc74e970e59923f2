import { once } from './once.ts'

/**
 * Domains under which anybody can have a host: a wildcard directly below one of these would allow everybody's pages. The Public
 * Suffix List (https://publicsuffix.org/) has thousands of them and is larger than the whole Worker, so these are the ones that
 * websites are built on. Adding a name later makes stored settings with such a wildcard invalid.
 */
const sharedHosts = once(
  () =>
    new Set(
      `amazonaws.com s3.amazonaws.com amplifyapp.com cloudfront.net elasticbeanstalk.com
  appspot.com run.app web.app firebaseapp.com blogspot.com translate.goog
  azurewebsites.net azurestaticapps.net azureedge.net azurefd.net cloudapp.net web.core.windows.net
  workers.dev pages.dev r2.dev trycloudflare.com
  github.io gitlab.io codeberg.page githubpreview.dev app.github.dev
  vercel.app now.sh netlify.app onrender.com fly.dev railway.app up.railway.app herokuapp.com deno.dev deno.net surge.sh
  glitch.me replit.app replit.dev repl.co csb.app stackblitz.io webcontainer.io lovable.app bolt.host v0.app
  myshopify.com shopify.com wixsite.com wixstudio.com editorx.io squarespace.com webflow.io framer.app framer.website
  framer.media wordpress.com wpengine.com wpcomstaging.com tumblr.com weebly.com substack.com ghost.io notion.site carrd.co
  bubbleapps.io typedream.app softr.app mystrikingly.com jimdosite.com tilda.ws bigcartel.com mybigcommerce.com ecwid.com
  googleusercontent.com usercontent.goog cloudfunctions.net awsapprunner.com on.aws azurecontainerapps.io vercel.dev
  codesandbox.io streamlit.app gradio.live hf.space supabase.co val.run modal.run pythonanywhere.com koyeb.app zeabur.app
  canva.site kinsta.cloud kinsta.page kinsta.app pantheonsite.io hostingersite.com square.site godaddysites.com neocities.org
  tiiny.site edgeone.app gitbook.io readthedocs.io hashnode.dev lhr.life serveo.net
  ngrok.io ngrok.app ngrok.dev ngrok-free.app ngrok-free.dev loca.lt gitpod.io`.split(/\s+/),
    ),
)

/** `co.uk`, `com.cn`: suffixes under which country registries sell names. */
const REGISTRY = /^(ac|co|com|edu|gob|gov|go|mil|ne|net|nom|or|org|sch)\.[a-z]{2}$/

export const isShared = (host: string): boolean => sharedHosts().has(host) || REGISTRY.test(host)
