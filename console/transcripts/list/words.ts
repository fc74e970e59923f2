import { count } from '../../words/format.ts'
import { translated } from '../../words/language.ts'
import { conversations, counted, shared } from '../words.ts'

export const listWords = translated(
  {
    ...shared.en,
    title: 'Transcripts',
    about: 'What visitors asked on this site, and the answers they got.',
    search: 'Search in questions and answers',
    all: 'All',
    filterBy: 'Filter',
    utc: 'Days are in UTC. A conversation counts on the day of its last turn.',
    inUtc: (day: string) => `(in UTC: ${day})`,
    active: 'Showing only:',
    without: (name: string) => `Remove the filter “${name}”`,
    clearAll: 'Clear all filters',
    refresh: 'Refresh',
    shown: (n: number, hasMore: boolean) => (hasMore ? `The newest ${conversations(n)}` : conversations(n)),
    matching: (n: number, hasMore: boolean) =>
      hasMore ? `The first ${counted(n, 'match', 'matches')}` : counted(n, 'match', 'matches'),
    more: 'Show more',
    loadingMore: 'Loading more…',
    moreFailed: 'Could not load more.',
    list: 'Conversations',
    selectOne: (title: string) => `Select “${title}”`,
    selectShown: 'Select all shown',
    selected: (n: number) => `${count(n)} selected`,
    selectNone: 'Select none',
    export: 'Export…',
    remove: 'Delete…',
    ups: (n: number) => counted(n, 'thumb up', 'thumbs up'),
    downs: (n: number) => counted(n, 'thumb down', 'thumbs down'),
    refused: (n: number) =>
      n === 1
        ? '1 question in this period was refused by a limit or by the settings before a model was asked. It is not in any conversation.'
        : `${count(n)} questions in this period were refused by a limit or by the settings before a model was asked. They are not in any conversation.`,
    toUsage: 'See why under Usage',
    emptyTitle: 'No conversations yet',
    empty:
      'When a visitor asks something, the conversation appears here a few seconds after its last answer. It is deleted when the site’s retention period ends.',
    toEmbed: 'Put the chat on a page',
    nothingTitle: 'Nothing matches',
    nothing:
      'No conversation matches all of these. Remove a filter, or try fewer words. The search finds the beginnings of words: “deliv” finds “delivery”, but “livery” does not.',

    removeTitle: (n: number) => (n === 1 ? 'Delete this conversation?' : `Delete ${conversations(n)}?`),
    removeMeans: (n: number): string =>
      n === 1
        ? 'It is erased here and for the visitor, whose own copy is deleted too. Their chat starts over. This cannot be undone.'
        : 'They are erased here and for the visitors, whose own copies are deleted too. Their chats start over. This cannot be undone.',
    removeKept: 'The totals in the usage report stay. They contain no text.',
    removeNow: (n: number) => (n === 1 ? 'Delete it' : `Delete all ${count(n)}`),
    removing: (done: number, of: number) => `${count(done)} of ${count(of)} deleted`,
    stopRemoving: 'Stop',
    removed: (n: number) => `${conversations(n)} deleted.`,
    notRemoved: (n: number) =>
      n === 1
        ? '1 conversation could not be deleted. It is still selected.'
        : `${conversations(n)} could not be deleted. They are still selected.`,
    speakers: { question: 'Visitor:', answer: 'Assistant:', comment: 'Comment:' },
  },
  {
    ...shared.zh,
    title: '对话记录',
    about: '访客在这个站点问了什么，得到了怎样的回答。',
    search: '在问题和回答中搜索',
    all: '全部',
    filterBy: '筛选',
    utc: '日期按 UTC 计，以最后一轮对话为准。',
    inUtc: (day) => `（UTC：${day}）`,
    active: '仅显示：',
    without: (name) => `去掉筛选“${name}”`,
    clearAll: '清除全部筛选',
    refresh: '看看有没有新的',
    shown: (n, hasMore) => (hasMore ? `最新的 ${count(n)} 段对话` : `${count(n)} 段对话`),
    matching: (n, hasMore) => (hasMore ? `前 ${count(n)} 段符合的对话` : `${count(n)} 段符合`),
    more: '显示更多',
    loadingMore: '正在加载…',
    moreFailed: '后面的内容没有取到。',
    list: '对话列表',
    selectOne: (title) => `选择“${title}”`,
    selectShown: '选择已显示的全部',
    selected: (n) => `已选 ${count(n)} 段`,
    selectNone: '取消选择',
    export: '导出…',
    remove: '删除…',
    ups: (n) => `${count(n)} 个好评`,
    downs: (n) => `${count(n)} 个差评`,
    refused: (n) => `这些天有 ${count(n)} 个问题在询问模型之前就被上限或设置拒绝，不在任何对话里。`,
    toUsage: '原因见“用量”',
    emptyTitle: '还没有对话',
    empty: '有人提问后，对话会在最后一次回答的几秒之后出现在这里，并按站点的保留天数保存，到期即忘。',
    toEmbed: '把聊天放到网页上',
    nothingTitle: '没有符合的对话',
    nothing:
      '没有哪段对话同时满足这些条件。去掉一个筛选，或少用几个词试试。字母文字按词的开头查找：“deliv”能找到“delivery”，“livery”不能。',

    removeTitle: (n) => (n === 1 ? '删除这段对话？' : `删除 ${count(n)} 段对话？`),
    removeMeans: () => '这里的记录会被抹去，访客自己那一份也会一并忘记，对方的聊天将重新开始。此操作无法撤销。',
    removeKept: '用量报表中的合计会保留，其中不含任何对话内容。',
    removeNow: (n) => (n === 1 ? '删除' : `删除全部 ${count(n)} 段`),
    removing: (done, of) => `已删除 ${count(done)} / ${count(of)}`,
    stopRemoving: '停止',
    removed: (n) => `已删除 ${count(n)} 段对话。`,
    notRemoved: (n) => `有 ${count(n)} 段对话没能删除，仍处于选中状态。`,
    speakers: { question: '访客：', answer: '助手：', comment: '留言：' },
  },
)
