fetch('/api/hats').then((answer) => answer.json()).then((hats) => {
  Vue.createApp({
    data: () => ({ hats }),
    template: '<h1>Hats for everybody</h1><ul><li v-for="hat in hats">{{ hat.name }}</li></ul>',
  }).mount('#app')
})
