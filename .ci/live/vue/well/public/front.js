Vue.createApp({
  data: () => ({ hats: null, away: false }),
  async created () { await this.load() },
  methods: {
    async load () {
      this.away = false
      try {
        this.hats = await (await fetch('/api/hats')).json()
      } catch {
        this.away = true
      }
    },
  },
  template: `<h1>Hats for everybody</h1>
    <p v-if="away">Our hats cannot be shown now. <button @click="load">Try again</button></p>
    <ul v-else-if="hats"><li v-for="hat in hats">{{ hat.name }}</li></ul>
    <p v-else class="loading">Loading…</p>`,
}).mount('#app')
