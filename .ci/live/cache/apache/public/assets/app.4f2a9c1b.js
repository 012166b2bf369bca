document.title = "Acme"
