/** What is known about a visitor, and for how long. */
import * as v from 'valibot'
import { isHostName } from '../host-name.ts'
import { settingsIn, whole } from './setting.ts'

const { setting } = settingsIn('privacy')

/** Visitors' browsers see these. */
export const shown = () => ({
  imageHosts: setting({
    schema: v.pipe(
      v.array(v.pipe(v.string(), v.check(isHostName, 'A host name in lower case, with nothing before or after it.'))),
      v.maxLength(100),
    ),
    title: 'Image hosts',
    help: 'Hosts whose images may be shown in answers. An image tells its host who reads it and when, so images from other hosts are shown as links.',
    initial: [],
  }),
  pageContext: setting({
    schema: v.picklist(['off', 'on']),
    title: 'Page context',
    help: 'Whether the title, address and selected text of the page are sent with a question. The model gets them as an untrusted quotation, with that question only.',
    initial: 'off',
  }),
})

/** These never leave the Worker, except to the provider. */
export const kept = () => ({
  retentionDays: setting({
    schema: whole(1, 365),
    title: 'Retention',
    help: 'Days until a session is deleted after its last turn or feedback.',
    initial: 30,
  }),
  identity: setting({
    schema: v.picklist(['off', 'optional', 'required']),
    title: 'Identity proof',
    help: 'Whether your server may prove who is signed in to the page, with a token that it signs. The conversation then belongs to that person on every device, and is never shown without proof. With required, nobody can chat without proof. It needs the secret IDENTITY_KEYS.',
    initial: 'off',
  }),
  maskPersonalData: setting({
    schema: v.picklist(['off', 'on']),
    title: 'Mask personal data',
    help: 'Whether e-mail addresses, phone numbers and card numbers in what a visitor writes, and in the page’s title, address and selection, are replaced before the provider gets them. This includes later prompts and notes. The transcript keeps the original text, because the visitor reads it. Unusual spellings may not be recognised.',
    initial: 'off',
  }),
})
