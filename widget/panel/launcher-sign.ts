import { effect, signal } from '@preact/signals'
import type { ChatStore } from '../chat/store.ts'
import type { Words } from '../words/words.ts'
import { ofPage } from '../page/host-page.ts'

/** What the launcher says about the panel: whether it is open, and how many answers arrived while it was closed. */
export interface LauncherSign {
  say(words: Words): void
  end(): void
}

export function signOn(
  launcher: HTMLButtonElement,
  { isOpen, unread }: Pick<ChatStore, 'isOpen' | 'unread'>,
): LauncherSign {
  const spoken = signal<Words>()
  const badge = ofPage('createElement')('span')
  badge.className = 'badge'
  badge.ariaHidden = 'true'
  launcher.ariaHasPopup = 'dialog'
  launcher.append(badge)

  const end = effect(() => {
    const words = spoken.value
    const count = unread.value
    launcher.ariaExpanded = String(isOpen.value)
    if (words) {
      const news = count > 0 ? `, ${words.unread(count)}` : ''
      launcher.ariaLabel = isOpen.value ? words.closeChat : words.openChat + news
    }
    badge.hidden = count === 0
    badge.textContent = `${count}`
  })
  return {
    say: (words) => (spoken.value = words),
    end() {
      end()
      badge.remove()
    },
  }
}
