// The same as shop.yaml, for k6.
import http from "k6/http";
import { check } from "k6";

const address = __ENV.ADDRESS;
const json = { headers: { "Content-Type": "application/json" } };

export default function () {
  const name = `user-${__VU}`;
  const login = http.post(`${address}/login`, JSON.stringify({ name }), json);
  const token = login.json("token");
  check(http.get(`${address}/products`), { served: (answer) => answer.status === 200 });
  const order = http.post(`${address}/orders`, JSON.stringify({ items: [{ id: 1, quantity: 2 }] }), {
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
  });
  check(order, { placed: (answer) => answer.status === 201, theirs: (answer) => answer.json("customer") === name });
}
