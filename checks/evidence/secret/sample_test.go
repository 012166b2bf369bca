package secret_test

import "strings"

// The values here have the shape of secrets and belong to nobody. They are put
// together at run time, so that no scanner finds them in this file.
var (
	awsKey    = "AKIA" + "QYLPMN5HFIQR7XYA"
	githubPAT = "ghp_" + "x7Kd92LmQpR4sTuV6wYzAbCdEf1GhIjKlM3N"
	stripe    = "sk_" + "live_51HxQ2nKZvKYlo2CvPq8r7Tg"
	stripeOff = "sk_" + "test_51HxQ2nKZvKYlo2CvPq8r7Tg"
	random    = "q8Zr4Lx2" + "Vt9Kp6Wm3Ys7Nd1Hf5Jc"
	password  = "hT7" + "kQ9vRw2zX"
	keyBlock  = "-----BEGIN RSA " + "PRIVATE KEY-----\n" + strings.Repeat("MIIEowIBAAKCAQEAw3k9Zr8LxQ2VtKp6Wm+Ys7Nd1Hf5Jc0BgTuEaRiOlPzX4yCh\n", 4) + "-----END RSA " + "PRIVATE KEY-----\n"
)
