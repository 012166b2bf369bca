Vue.createApp({
  data: () => ({ hats: null }),
  async created () { this.hats = await (await fetch('/api/hats')).json() },
  template: `<ul v-if="hats"><li v-for="hat in hats">{{ hat.name }}</li></ul>
    <div v-else class="spinner" role="progressbar">Loading, please wait…</div>`,
}).mount('#app')
