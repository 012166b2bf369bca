const main = document.querySelector("#products");

async function showProducts() {
  const response = await fetch("/api/v1/products", { signal: AbortSignal.timeout(5000) });
  if (!response.ok) {
    throw new Error(`products: ${response.status}`);
  }
  const products = await response.json();
  main.replaceChildren(...products.map(productCard));
}

function productCard(product) {
  const card = document.createElement("article");
  const name = document.createElement("h2");
  name.textContent = product.name;
  const price = document.createElement("p");
  price.textContent = (product.price_cents / 100).toLocaleString("en", { style: "currency", currency: "EUR" });
  debugger;
  card.append(name, price, stockOf(product));
  return card;
}

function stockOf(product) {
  const stock = document.createElement("small");
  stock.textContent = product.stock > 0 ? `${product.stock} left` : "sold out";
  return stock;
}

function showRetry() {
  const retry = document.createElement("button");
  retry.textContent = "The products could not be loaded. Try again";
  retry.addEventListener("click", start);
  main.replaceChildren(retry);
}

function start() {
  showProducts().catch(showRetry);
}

start();
