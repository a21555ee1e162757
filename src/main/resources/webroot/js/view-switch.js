// Shows the view that the address names. Tabs are links, so that a view can be bookmarked and the back button works.
import { byId, h } from './dom.js';
import { Emitter } from './emitter.js';
import { viewOf } from './pure/address.js';
import { VIEWS } from './views.js';

/** `show` comes with the id of the view that is shown from now on. @extends {Emitter<{ show: string }>} */
export class ViewSwitch extends Emitter {
  /** The id of the view that is shown; empty before the first one is loaded. */
  current = '';

  /** @type {Map<string, HTMLElement>} */
  #created = new Map();
  #links = new Map(VIEWS.map(({ id, label }) => [id, h('a', { href: `#${id}`, 'data-testid': `tab-${id}` }, label)]));

  /** @param {import('./main.js').App} app */
  start(app) {
    const tabs = byId('tabs');
    tabs.append(...this.#links.values());
    tabs.hidden = false;
    addEventListener('hashchange', ({ oldURL }) => {
      // A view is found again as it was left; its tab leads to its beginning while one is in it.
      const left = new URL(oldURL).hash;
      const before = viewOf(left);
      if (before !== viewOf(location.hash)) this.#links.get(before)?.setAttribute('href', left);
      this.#show(app);
    });
    app.keys.add('Views', VIEWS.map(({ key, label, id }) => [`g ${key}`, label, () => this.#links.get(id)?.click()]));
    app.keys.add('Search', [['/', 'a block, a transfer or an account', () => this.#search()]]);
    this.#show(app);
  }

  #search() {
    const focus = () => document.getElementById('search')?.focus();
    if (this.current === 'chain') {
      focus();
      return;
    }
    this.addEventListener('show', focus, { once: true });
    location.hash = '#chain';
  }

  /** @param {import('./main.js').App} app */
  async #show(app) {
    const view = VIEWS.find(({ id }) => id === viewOf(location.hash)) ?? VIEWS[0];
    for (const [id, link] of this.#links) {
      if (id === view.id) {
        link.setAttribute('aria-current', 'page');
        link.setAttribute('href', `#${id}`);
      } else {
        link.removeAttribute('aria-current');
      }
    }
    if (!this.#created.has(view.id)) {
      const { create } = await view.load();
      // Somebody may have come here twice while it was loaded.
      if (!this.#created.has(view.id)) {
        const element = create(app);
        // Somebody may have gone on to another view meanwhile.
        element.hidden = true;
        this.#created.set(view.id, element);
        byId('main').append(element);
        app.node.tellAll();
      }
    }
    const now = VIEWS.find(({ id }) => id === viewOf(location.hash)) ?? VIEWS[0];
    if (now !== view) return;
    for (const [id, element] of this.#created) element.hidden = id !== view.id;
    document.body.dataset.view = view.id;
    this.current = view.id;
    this.emit('show', view.id);
  }
}
