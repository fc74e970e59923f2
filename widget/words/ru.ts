import type { ChallengeWords, MenuWords, TurnsWords, Words } from './words.ts'

const rules = new Intl.PluralRules('ru')

/** 1, 21, 101 · 2–4, 22–24 · 0, 5–20, 25–30. */
function plural(count: number, one: string, few: string, many: string): string {
  const form = rules.select(count)
  return form === 'one' ? one : form === 'few' ? few : many
}

// A name after «с» would have to be declined.
export const words: Words = {
  language: 'ru',
  openChat: 'Открыть чат',
  closeChat: 'Закрыть чат',
  chatWith: (name) => `Чат: ${name}`,
  newConversation: 'Новый диалог',
  menu: 'Диалоги и личные данные',
  loading: 'Загрузка',
  ask: 'Задайте вопрос…',
  send: 'Отправить',
  stop: 'Остановить ответ',
  tryAgain: 'Повторить',
  waiting: 'Ожидает отправки',
  noNetwork: 'Нет связи. Чат продолжится, как только она появится.',
  charactersLeft: (count) =>
    plural(count, `Остался ${count} символ`, `Осталось ${count} символа`, `Осталось ${count} символов`),
  unread: (count) => `${count} ${plural(count, 'новый ответ', 'новых ответа', 'новых ответов')}`,
  trouble: {
    notSetUp: 'Чат пока не готов. Пожалуйста, загляните позже.',
    paused: 'Чат временно приостановлен. Пожалуйста, загляните позже.',
    unavailable: 'Сейчас помощник недоступен. Попробуйте ещё раз чуть позже.',
    notHere: 'Этот чат не работает в таком фрейме или файле.',
    offline: 'Нет связи. Проверьте сеть и попробуйте ещё раз.',
    general: 'Что-то пошло не так. Попробуйте ещё раз.',
  },
}

export const turnsWords: TurnsWords = {
  aboutPage: 'Об этой странице:',
  leaveOut: 'Не учитывать страницу',
  you: 'Вы',
  writing: (name) => `${name} пишет`,
  stopped: 'Вы остановили этот ответ.',
  interrupted: 'Этот ответ прервался; возможно, не хватает конца.',
  atLength: 'Ответ достиг предельной длины.',
  jumpToLatest: 'К последнему',
  today: 'Сегодня',
  yesterday: 'Вчера',
  copy: 'Скопировать ответ',
  copied: 'Скопировано',
  code: 'Код',
  table: 'Таблица',
  formula: 'Формула',
  copyCode: 'Скопировать код',
  answerAgain: 'Ответить заново',
  edit: 'Изменить вопрос',
  cancel: 'Отмена',
  answerOf: (which, count) => `Ответ ${which} из ${count}`,
  previousAnswer: 'Предыдущий ответ',
  nextAnswer: 'Следующий ответ',
  goodAnswer: 'Хороший ответ',
  badAnswer: 'Плохой ответ',
  whatWasGood: 'Что понравилось? (необязательно)',
  whatWasBad: 'Что не понравилось? (необязательно)',
  sendComment: 'Отправить отзыв',
  thanks: 'Спасибо за отзыв.',
  feedbackNotSent: 'Не удалось отправить оценку. Попробуйте ещё раз.',
  turnTrouble: {
    busy: 'Сейчас очень много вопросов. Попробуйте ещё раз чуть позже.',
    timeout: 'Ответа пришлось ждать слишком долго. Попробуйте ещё раз.',
    refused: 'Ответить на этот вопрос не удалось. Попробуйте спросить иначе.',
    cut: 'Ответ оборвался на полуслове.',
    tooLong: 'Вопрос слишком длинный. Пожалуйста, сократите его.',
    conversationFull: 'Этот разговор больше нельзя продолжить. Пожалуйста, начните новый.',
    enoughToday: 'На сегодня вопросы здесь закончились. Приходите завтра.',
    enoughHere: 'Этот чат пока не принимает вопросы. Загляните позже.',
  },
  reference: 'Код обращения:',
}

export const menuWords: MenuWords = {
  conversations: 'Ваши диалоги',
  thisConversation: 'Этот диалог',
  downloadText: 'Скачать как текст',
  downloadJson: 'Скачать как JSON',
  forgetMe: 'Удалить мои данные',
  forgetMeMeans: 'Все ваши диалоги здесь будут удалены — и на этом устройстве, и на сервере. Отменить это нельзя.',
  forgetNow: 'Удалить всё',
  notForgotten: 'Удалить удалось не всё. Попробуйте ещё раз.',
  forgotten: 'Всё удалено.',
}

export const challengeWords: ChallengeWords = {
  asked: 'Пожалуйста, подтвердите ниже, что вы человек.',
  blocked: 'Не удалось загрузить проверку. Возможно, её задерживает блокировщик рекламы.',
  notPassed: 'Не удалось убедиться, что вы человек. Попробуйте ещё раз.',
  signIn: 'Войдите на этой странице, чтобы начать чат.',
}
