package main

// verifyHelp is the manual page of `golive verify`.
const verifyHelp = `verify reads an evidence bundle and says whether it holds, with nothing but the file:
no network, no GitHub, no golive that runs somewhere.

golive writes a bundle of each release that it has judged; the footer of its comment
on the pull request names it by its SHA-256 and leads to it. It is one JSON file
(golive.bundle/1): every look at something and what came of each item as records,
each hashed with the one before it, the policy with its text, what people signed,
waived and approved, the report (golive.report/1) and the verdict.

WHAT IS VERIFIED
  the signature  by the App's private key, over the whole bundle
  the records    each against its hash, and against the one before it; the first
                 against release, run, policy and checklist
  the policy     its text against its hash
  the items      what counts as ready has what it cannot be without: evidence of
                 the grade that the item takes, or a person's word that holds
  the words      of people, the report, and the verdict: that they are what the
                 items come to, by the function that golive decides with

WHOSE SIGNATURE
  The bundle brings the public key along, and anybody can make a key. Its
  fingerprint is printed: GitHub lists that of each private key of an App on the
  App's settings page, and /version of the golive that wrote the bundle tells it.
  --key holds the signature against a key that you have from there: the
  fingerprint as it stands, or a file with the public key. A key that was rotated
  since is not the present one; keep its fingerprint.

  Whoever has the private key can sign anything. That golive said so at the time
  is shown by its check runs on GitHub, which only the App can write.

EXIT CODES
  0  it holds
  1  it does not; what does not, and where, is printed
  2  bad usage, or the file cannot be read as a bundle`

const verifyExamples = `  golive verify golive-shop-v1.4.0.json
  golive verify --key SHA256:b3Jnbx8o… golive-shop-v1.4.0.json
  golive verify --key app.pub.pem --format json golive-shop-v1.4.0.json

  golive check --bundle shop.json . ; golive verify --unsigned shop.json`
