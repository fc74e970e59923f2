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
    help: 'Hosts whose images answers may show. A shown image tells its host who reads, and when: any other stays a link.',
    initial: [],
  }),
  pageContext: setting({
    schema: v.picklist(['off', 'on']),
    title: 'Page context',
    help: 'Whether title, address and selected text of the page go along with a question. The model gets them quoted, as untrusted, with that question only.',
    initial: 'off',
  }),
})

/** These never leave the Worker, except to the provider. */
export const kept = () => ({
  retentionDays: setting({
    schema: whole(1, 365),
    title: 'Retention',
    help: 'Days until a session is forgotten after its last turn or feedback.',
    initial: 30,
  }),
  identity: setting({
    schema: v.picklist(['off', 'optional', 'required']),
    title: 'Identity proof',
    help: 'Whether your server may prove who is signed in to the page, with a token that it signs: the conversation is then the person’s, on every device, and is shown to nobody without proof. required lets nobody chat without it. It needs the secret IDENTITY_KEYS.',
    initial: 'off',
  }),
  maskPersonalData: setting({
    schema: v.picklist(['off', 'on']),
    title: 'Mask personal data',
    help: 'Whether e-mail addresses, phone numbers and card numbers in what a visitor writes, and in the page’s title, address and selection, are replaced before the provider gets them, also in later prompts and in notes. The transcript keeps what was written: its visitor reads it. What is written in an unusual way gets through.',
    initial: 'off',
  }),
})
