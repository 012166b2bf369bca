package taint_test

import "testing"

// TestWhatAModelOfLanguageAnswers is as untrusted as what it was given.
func TestWhatAModelOfLanguageAnswers(t *testing.T) {
	t.Parallel()
	hold(t, "JavaScript", []sample{{"OpenAI and Anthropic", `
const express = require('express'), OpenAI = require('openai'), app = express(), openai = new OpenAI();
app.post('/converse', async (req, res) => {
  const response = await openai.chat.completions.create({ messages: [{ role: 'system', content: 'Help: ' + req.body.message }] });
  const text = response.choices[0].message.content;
  await db.exec('INSERT INTO log (said) VALUES ("' + text + '")'); // ? sql
  res.send(text); // ? xss
});
app.post('/numbers', async (req, res) => {
  const response = await anthropic.messages.create({ messages: [{ role: 'user', content: req.body.message }] });
  await db.exec('INSERT INTO log (said) VALUES (?)', [response.content[0].text]);
});
app.post('/own', async (req, res) => {
  const response = await openai.chat.completions.create({ messages: [{ role: 'system', content: 'Tell a joke.' }] });
  res.send(response.choices[0].message.content);
});
app.post('/stored', async (req, res) => {
  const made = await prisma.message.create({ data: { text: req.body.text } });
  res.send(made.text);
});
`}})
	hold(t, "Python", []sample{{"OpenAI", `
from flask import Flask, request
from openai import OpenAI
client = OpenAI()
app = Flask(__name__)
@app.route("/converse", methods=["POST"])
def converse():
    response = client.chat.completions.create(model="a", messages=[{"role": "user", "content": request.form["message"]}])
    cursor.execute("INSERT INTO log (said) VALUES ('%s')" % response.choices[0].message.content)  # ? sql
    return "done"
`}})
}
