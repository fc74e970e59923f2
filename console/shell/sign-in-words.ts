import { translated } from '../words/language.ts'

export const signInWords = translated(
  {
    title: 'Sign in',
    key: 'Owner key',
    keyHelp:
      'The secret OWNER_KEY of your Worker. On your own machine it is in .dev.vars, and “npm start” prints a link that signs you in.',
    signIn: 'Sign in',
  },
  {
    title: '登录',
    key: '站长密钥',
    keyHelp: '即 Worker 的密钥 OWNER_KEY。在本机，它写在 .dev.vars 里；“npm start”会打印一个可直接登录的链接。',
    signIn: '登录',
  },
)
