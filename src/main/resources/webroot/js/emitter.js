/**
 * An EventTarget whose topics have typed details.
 * @template {object} Topics
 */
export class Emitter extends EventTarget {
  /**
   * @template {keyof Topics & string} Topic
   * @param {Topic} topic
   * @param {(detail: Topics[Topic]) => void} listener
   */
  on(topic, listener) {
    this.addEventListener(topic, (event) => listener(/** @type {CustomEvent<Topics[Topic]>} */ (event).detail));
  }

  /**
   * @template {keyof Topics & string} Topic
   * @param {Topic} topic
   * @param {Topics[Topic]} detail
   */
  emit(topic, detail) {
    this.dispatchEvent(new CustomEvent(topic, { detail }));
  }

  /**
   * The detail of the next event.
   * @template {keyof Topics & string} Topic
   * @param {Topic} topic
   * @returns {Promise<Topics[Topic]>}
   */
  next(topic) {
    return new Promise((resolve) => {
      this.addEventListener(topic, (event) => resolve(/** @type {CustomEvent<Topics[Topic]>} */ (event).detail), { once: true });
    });
  }
}
