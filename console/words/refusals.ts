import { translated } from './language.ts'

const codes = translated<Record<string, string>>(
  {
    offline: 'The Worker cannot be reached. Nothing is lost. Try again in a moment.',
    owner_signed_out: 'You are signed out. Sign in again. What you wrote is still here.',
    sign_in_refused: 'That is not the owner key.',
    sign_in_expired:
      'This link has expired: a link is valid for 10 minutes. Press Enter where “npm start” runs to get another one, or sign in with the owner key.',
    link_used:
      'This link no longer works: it was used before, or it expired long ago. Each link works once, within 10 minutes.',
    key_missing: 'Enter the owner key.',
    too_many_failures: 'Too many failed sign-ins. Wait a while before you try again.',
    csrf_missing: 'Sign in again: this page no longer belongs to your session.',
    settings_conflict: 'Someone else has changed this in the meantime.',
    settings_invalid: 'Some settings are not valid.',
    publish_failed:
      'The change could not be saved. Nothing is lost: the draft and the live version stay as they are. Try again.',
    site_exists: 'A site with this name already exists.',
    site_name_invalid: 'A site’s name has only lower-case letters, digits and hyphens, 63 at most.',
    demo_stays: 'The site “demo” is always there and cannot be deleted. Pause it instead.',
    unknown_site: 'This site no longer exists.',
    unknown_version: 'This version does not exist.',
    unknown_session: 'This conversation is no longer stored.',
    not_found: 'This Worker does not support this yet. Deploy the newest version.',
    access_refused:
      'Cloudflare Access did not let you in. Reload this page and sign in there. What you wrote is still here.',
    body_too_large: 'This is too long. Shorten it; nothing has been lost.',
    history_unavailable:
      'This conversation could not be read. Try again. If it stays unreadable, you can still delete it.',
    session_unavailable: 'The conversation’s store does not answer. Nothing is lost. Try again in a moment.',
    site_misconfigured: 'This Worker or this site is not set up to answer. “npm run doctor” says what is missing.',
    owner_key_not_set: 'This Worker has no owner key. Set the secret OWNER_KEY and deploy.',
    owner_key_too_short: 'The owner key of this Worker is too short. Set OWNER_KEY to at least 32 random characters.',
    other: 'Something went wrong on our side. Nothing is lost. Try again.',
  },
  {
    offline: '连不上 Worker。内容都还在，请稍后再试。',
    owner_signed_out: '你已退出登录。请重新登录，写下的内容还在。',
    sign_in_refused: '这不是站长密钥。',
    sign_in_expired:
      '这个链接已过期：链接 10 分钟内有效。请在运行 npm start 的窗口按回车获取新链接，或用站长密钥登录。',
    link_used: '这个链接已失效：已经用过，或早已过期。每个链接只能在 10 分钟内登录一次。',
    key_missing: '请填写站长密钥。',
    too_many_failures: '登录失败次数太多，请过一会儿再试。',
    csrf_missing: '请重新登录：这个页面已不属于当前会话。',
    settings_conflict: '在你查看之后，有人改过这里。',
    settings_invalid: '有些设置不合要求。',
    publish_failed: '存储没有接受这次写入。内容都还在：草稿保留，线上版本不变。请再试一次。',
    site_exists: '已经有同名站点。',
    site_name_invalid: '站点名只能用小写字母、数字和连字符，最多 63 个字符。',
    demo_stays: '“demo”站点始终保留，不能删除。可以暂停它。',
    unknown_site: '这个站点已不存在。',
    unknown_version: '没有这个版本。',
    unknown_session: '这段对话已不再保存。',
    not_found: '这个 Worker 还不认识该功能：请部署最新版本。',
    access_refused: 'Cloudflare Access 在这里不认识你。请重新载入本页并在那里登录，写下的内容还在。',
    body_too_large: '内容太长，放不下。请缩短，写下的都还在。',
    history_unavailable: '这段对话无法读取。请再试一次；始终读不出的仍可删除。',
    session_unavailable: '对话的存储没有回应。内容都还在，请稍后再试。',
    site_misconfigured: '这个 Worker 或站点还没有配置好，不能回答：“npm run doctor”会说明缺什么。',
    owner_key_not_set: '这个 Worker 没有站长密钥。请设置密钥 OWNER_KEY 并部署。',
    owner_key_too_short: '这个 Worker 的站长密钥太短。请把 OWNER_KEY 设为至少 32 个随机字符。',
    other: '我们这边出了问题。内容都还在，请再试一次。',
  },
)

/** A sentence for the owner. */
export const messageFor = ({ code }: { code: string }): string => codes.value[code] ?? codes.value['other'] ?? code
