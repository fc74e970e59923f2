import { describe, expect, test } from 'vitest'
import { baseUrlProblem, tidyBaseUrl } from '../../../worker/providers/base-url.ts'

const GOOD = [
  'https://api.openai.com/v1',
  'https://api.openai.com/v1/',
  'https://API.OpenAI.com/v1',
  'https://my-resource.openai.azure.com',
  'https://my-resource.openai.azure.com/openai/v1/',
  'https://openrouter.ai/api/v1',
  'https://api.cloudflare.com/client/v4/accounts/0123456789abcdef/ai/v1',
  'https://gateway.ai.cloudflare.com/v1/0123456789abcdef/gate/compat',
  'https://api.deepseek.com',
  'https://models.example.com:8443/v1',
  'https://xn--fsqu00a.xn--0zwm56d/v1',
  'https://10.example.com/v1',
  'https://localhost.example.com/v1',
  'https://internal.example.com/v1',
  'HTTPS://api.example.com',
]

/** What only a machine of one's own may have. */
const OWN_MACHINE = [
  'http://localhost:11434/v1',
  'http://127.0.0.1:11434/v1',
  'http://127.0.0.2/v1',
  'http://[::1]:8080/v1',
  'https://localhost/v1',
  'https://127.0.0.1/v1',
  'https://0x7f.0.0.1/v1',
  'https://0177.0.0.1/v1',
  'https://2130706433/v1',
  'https://0x7f000001/v1',
  'https://017700000001/v1',
  'https://127.1/v1',
  'https://127.0.1/v1',
  'https://%31%32%37.0.0.1/v1',
  'https://[0:0:0:0:0:0:0:1]/v1',
  'http://api.example.com/v1',
  'http://api.openai.com:443/v1',
]

const HOSTILE = [
  // Not an address, or another kind of one.
  '',
  ' ',
  'api.openai.com/v1',
  '//api.openai.com/v1',
  'https:',
  'https://',
  'https:///v1',
  'https:api.openai.com/v1',
  'ftp://api.openai.com/v1',
  'ws://api.openai.com/v1',
  'file:///etc/passwd',
  'data:application/json,{}',
  'javascript:alert(1)',
  'blob:https://api.openai.com/1',
  // Credentials.
  'https://me@api.openai.com/v1',
  'https://me:secret@api.openai.com/v1',
  'https://:secret@api.openai.com/v1',
  'https://@api.openai.com/v1',
  'https://api.openai.com@evil.example/v1',
  'https://api.openai.com%40evil.example/v1',
  // A query or fragment, which would swallow the path that follows.
  'https://api.openai.com/v1?',
  'https://api.openai.com/v1?key=1',
  'https://api.openai.com/v1#',
  'https://api.openai.com/v1#/x',
  'https://evil.example#.api.openai.com/v1',
  // Control characters, spaces, backslashes, look-alikes.
  ' https://api.openai.com/v1',
  'https://api.openai.com/v1\n',
  'https://api.open\nai.com/v1',
  'https://api.open\tai.com/v1',
  'https://api.openai.com/v1\u0000',
  'https://api.openai.com /v1',
  'https://api.openai.com\\@evil.example/v1',
  'https:\\\\api.openai.com\\v1',
  'https://api。openai。com/v1',
  'https://127。0。0。1/v1',
  'https://\uff11\uff12\uff17.0.0.1/v1',
  'https://ⓔxample.com/v1',
  'https://exam\u00adple.com/v1',
  // Private, link-local, shared and other IPv4 addresses, and public ones too.
  'https://0.0.0.0/v1',
  'https://0/v1',
  'https://10.0.0.1/v1',
  'https://10.1/v1',
  'https://0xa.0.0.1/v1',
  'https://012.0.0.1/v1',
  'https://167772161/v1',
  'https://172.16.0.1/v1',
  'https://192.168.1.1/v1',
  'https://192.168.257/v1',
  'https://0xc0a80101/v1',
  'https://169.254.169.254/latest/meta-data',
  'https://2852039166/latest/meta-data',
  'https://0xa9fea9fe/latest/meta-data',
  'https://0251.0376.0251.0376/latest/meta-data',
  'https://100.64.0.1/v1',
  'https://224.0.0.1/v1',
  'https://255.255.255.255/v1',
  'https://8.8.8.8/v1',
  'https://134744072/v1',
  'https://192.168.1.1./v1',
  'https://256.256.256.256/v1',
  'https://1.2.3.4.5/v1',
  // IPv6, mapped and embedded IPv4 among it.
  'https://[::]/v1',
  'https://[::ffff:127.0.0.1]/v1',
  'https://[::ffff:7f00:1]/v1',
  'https://[::ffff:a9fe:a9fe]/v1',
  'https://[::127.0.0.1]/v1',
  'https://[64:ff9b::a9fe:a9fe]/v1',
  'https://[2002:7f00:1::]/v1',
  'https://[fe80::1]/v1',
  'https://[fe80::1%25eth0]/v1',
  'https://[fc00::1]/v1',
  'https://[fd12:3456::1]/v1',
  'https://[ff02::1]/v1',
  'https://[2606:4700::1111]/v1',
  'https://[::1/v1',
  // Where clouds keep a machine's credentials.
  'https://[fd00:ec2::254]/latest/meta-data',
  'https://[::ffff:169.254.169.254]/latest/meta-data',
  'https://100.100.100.200/latest/meta-data',
  'https://168.63.129.16/machine',
  'https://192.0.0.192/latest/meta-data',
  'https://instance-data/latest/meta-data',
  'https://metadata/computeMetadata/v1',
  'https://%31%36%39.254.169.254/latest/meta-data',
  // Look-alikes of letters and digits.
  'https://\u0430pi.openai.com/v1',
  'https://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/v1',
  'https://api.openai.com\u2044v1',
  'https://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/v1',
  // Names of this machine or this network.
  'https://foo.localhost/v1',
  'https://localhost./v1',
  'https://localhost.localdomain/v1',
  'https://printer.local/v1',
  'https://printer.LOCAL/v1',
  'https://metadata.google.internal/v1',
  'https://router.lan/v1',
  'https://nas.home.arpa/v1',
  'https://wiki.corp/v1',
  'https://wiki.intranet/v1',
  'https://1.0.0.127.in-addr.arpa/v1',
  'https://hidden.onion/v1',
  'https://router/v1',
  'https://ollama:11434/v1',
  // Public names for private addresses.
  'https://127.0.0.1.nip.io/v1',
  'https://10-0-0-1.sslip.io/v1',
  'https://app.localtest.me/v1',
  'https://lvh.me/v1',
  // Names that are none.
  'https://api.openai.com./v1',
  'https://api.openai.com../v1',
  'https://api..openai.com/v1',
  'https://.openai.com/v1',
  'https://-api.openai.com/v1',
  'https://api_.openai.com/v1',
  'https://*.openai.com/v1',
  'https://./v1',
  `https://${'a'.repeat(64)}.com/v1`,
  'https://api.openai.com:0/v1',
  'https://api.openai.com:65536/v1',
  'https://api.openai.com:x/v1',
]

test('the table is as long as it says', () => {
  expect(HOSTILE.length).toBeGreaterThanOrEqual(60)
  expect(new Set([...HOSTILE, ...OWN_MACHINE]).size).toBe(HOSTILE.length + OWN_MACHINE.length)
  expect(GOOD.length).toBeGreaterThanOrEqual(10)
})

describe('a deployed Worker', () => {
  test.for(GOOD)('may send a key to %j', (url) => {
    expect(baseUrlProblem(url, 'public')).toBeUndefined()
  })

  test.for([...HOSTILE, ...OWN_MACHINE])('refuses %j', (url) => {
    expect(baseUrlProblem(url, 'public')).toEqual(expect.any(String))
  })
})

describe('in development', () => {
  test.for([...GOOD, ...OWN_MACHINE])('%j is allowed', (url) => {
    expect(baseUrlProblem(url, 'local')).toBeUndefined()
  })

  test.for(HOSTILE)('%j is not', (url) => {
    expect(baseUrlProblem(url, 'local')).toEqual(expect.any(String))
  })
})

test('what is wrong is said without repeating what stands there', () => {
  for (const url of HOSTILE.filter((hostile) => hostile.length > 10)) {
    expect(baseUrlProblem(url, 'public')).not.toContain(url)
  }
})

test('a slash at the end makes no difference', () => {
  expect(tidyBaseUrl('https://API.openai.com:443/v1//')).toBe('https://api.openai.com/v1')
})
