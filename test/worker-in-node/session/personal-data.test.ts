/** What is taken out of a question before a provider sees it, and what is not. */
import { describe, expect, test } from 'vitest'
import { maskPersonalData } from '../../../worker/session/context/personal-data.ts'

describe('is masked', () => {
  test.for<[string, string]>([
    ['Write to ada@example.com, please.', 'Write to [e-mail address], please.'],
    ['Ada Lovelace <ada.lovelace+shop@mail.example.co.uk>', 'Ada Lovelace <[e-mail address]>'],
    ['mailto:ada@example.com?subject=x', 'mailto:[e-mail address]?subject=x'],
    ['我的邮箱是ada@example.com谢谢', '我的邮箱是[e-mail address]谢谢'],
    ['a@b.co and c@d.org', '[e-mail address] and [e-mail address]'],
    ['jürgen.müller@bücher.example', '[e-mail address]'],
    ['用户@例子.公司', '[e-mail address]'],
    ['ada＠example.com', '[e-mail address]'],
    ["o'neil_1%x@example.museum.", '[e-mail address].'],

    ['My card: 4111 1111 1111 1111.', 'My card: [card number].'],
    ['4111111111111111', '[card number]'],
    ['5500-0000-0000-0004', '[card number]'],
    ['3782 822463 10005', '[card number]'],
    ['378282246310005', '[card number]'],
    ['卡号6222021234567890128吗', '卡号[card number]吗'],
    ['6011111111111117 exp 12/27 cvc 123', '[card number] exp 12/27 cvc 123'],

    ['+49 30 1234567', '[phone number]'],
    ['+49 (0)30 / 123 45 67', '[phone number]'],
    ['+1-212-555-0123', '[phone number]'],
    ['+8613812345678', '[phone number]'],
    ['+44 20 7946 0958', '[phone number]'],
    ['call +919876543210 now', 'call [phone number] now'],
    ['0049 30 1234567', '[phone number]'],
    ['13812345678', '[phone number]'],
    ['手机13812345678谢谢', '手机[phone number]谢谢'],
    ['我的号码是138 1234 5678。', '我的号码是[phone number]。'],
    ['138-1234-5678', '[phone number]'],
    ['010-12345678', '[phone number]'],
    ['(0755) 12345678', '[phone number]'],
    ['0571 8765 4321', '[phone number]'],
    ['(212) 555-0123', '[phone number]'],
    ['212-555-0123', '[phone number]'],
    ['1-800-555-0199', '[phone number]'],
    ['415.555.0123', '[phone number]'],
    ['020 7946 0958', '[phone number]'],
    ['07911 123456', '[phone number]'],
    ['06 12 34 56 78', '[phone number]'],
    ['06.12.34.56.78', '[phone number]'],
    ['030 1234567', '[phone number]'],
    ['0171/1234567', '[phone number]'],
    ['03-1234-5678', '[phone number]'],
    ['090-1234-5678', '[phone number]'],
    ['(11) 91234-5678', '[phone number]'],
    ['8 (912) 345-67-89', '[phone number]'],
    ['my phone number is 2125550123', 'my phone number is [phone number]'],
    ['Tel. 612 345 678', 'Tel. [phone number]'],
    ['电话：87654321', '电话：[phone number]'],
    ['WhatsApp: 98765 43210', 'WhatsApp: [phone number]'],
  ])('%j', ([text, masked]) => {
    expect(maskPersonalData(text)).toBe(masked)
    expect(maskPersonalData(text)).toContain('[')
    // Once more takes nothing else.
    expect(maskPersonalData(masked)).toBe(masked)
  })
})

test.for([
  'Where is order 2026112600012345?',
  'Order 1234567890, please',
  'order #13812345678',
  'order-no 4000-1234',
  'INV-2026-000123',
  'item 5012345678900',
  'tracking 1Z999AA10123456784',
  '4111 1111 1111 1112',
  '1234567812345670',
  'the 26.11.2026, 01.02.2024 12:30',
  '2026-11-26T03:25:05Z',
  '01/02/2024 – 03/04/2024',
  '26-11-2026 10:00',
  'from 1939-1945 to 1990-2000',
  'in 1984, 2001 and 2026',
  '192.168.100.200 and 10.0.0.1:8080',
  '2001:db8::1',
  'react@19.3.0 and preact@^11.2.0',
  'version 1.2.3.4567',
  '0.123456789',
  '3.14159265358979',
  '$1,234,567.89 or 1.234.567,89 €',
  '¥13812345678',
  '12 345 678 people',
  '1 000 000 000',
  '@ada on the forum',
  'a @ b . c',
  '07:30 to 12:45',
  'ISBN 978-3-16-148410-0',
  '550e8400-e29b-41d4-a716-446655440000',
  '48.8566, 2.3522',
  '1700000000 or 1700000000000',
  'https://shop.example/orders/13812345678?id=4111111111111111',
  'sha256 0123456789abcdef0123456789abcdef',
  '5 × 12345678',
  '第13812号',
  '10115 Berlin',
  'a table of 4 at 7 on 12/5',
  '',
])('stays as it is: %j', (text) => {
  expect(maskPersonalData(text)).toBe(text)
})

const SLOW: Readonly<Record<string, string>> = {
  letters: 'a'.repeat(4000),
  'letters and @': 'a@'.repeat(2000),
  '@': '@'.repeat(4000),
  'a long local part': `${'a.'.repeat(2000)}@`,
  'a long host': `x@${'a.'.repeat(2000)}`,
  'a long label': `x@${'a-'.repeat(2000)}`,
  'Chinese before @': `${'请'.repeat(3999)}@`,
  digits: '1'.repeat(4000),
  'digits and blanks': '1 '.repeat(2000),
  'digits and hyphens': '1-'.repeat(2000),
  'plus signs': '+1'.repeat(2000),
  'one plus sign': `+${'1('.repeat(2000)}`,
  parentheses: '(0'.repeat(2000),
  zeros: '0 00 '.repeat(800),
  'half of a card': '4111 '.repeat(800),
  'a word for phones': '1 tel '.repeat(660),
  'a word and half a number': `tel ${'1('.repeat(1998)}`,
  电话: `1${'电话'.repeat(2000)}`,
  手机1: '手机1'.repeat(1300),
}

test.for(Object.keys(SLOW))('masking stays fast for a text that is made to be slow: %s', (name) => {
  // A hundred questions of the longest kind: a tenth of a second, and minutes where time grows with the square.
  const text = (SLOW[name] ?? '').repeat(100)
  const since = performance.now()
  maskPersonalData(text)
  expect(performance.now() - since).toBeLessThan(10_000)
})
