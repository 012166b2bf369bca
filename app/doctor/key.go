package doctor

import (
	"errors"

	"github.com/golive-app/golive/app/appkey"
)

// KeyFacts are how the App's private key is.
type KeyFacts struct {
	Fingerprint string // of its public half, as the App's settings page shows it; empty: not known
	Problem     string // why it cannot be read, without a byte of it; empty: it can
}

// errKey stands for what GitHub would have said of a key that cannot be read.
var errKey = errors.New("the App's private key cannot be read")

// ReadKey reads a private key and tells the fingerprint that GitHub lists of it.
func ReadKey(text []byte) KeyFacts {
	key, err := appkey.Parse(text)
	if err != nil {
		return KeyFacts{Problem: err.Error()}
	}
	fingerprint, err := appkey.Fingerprint(&key.PublicKey)
	if err != nil {
		return KeyFacts{Problem: err.Error()}
	}
	return KeyFacts{Fingerprint: fingerprint}
}

// judgeKey says only what is not in order: a good key is part of what is said of
// the App.
func judgeKey(key KeyFacts) Diagnosis {
	return Diagnosis{
		Name: "app.key", State: Bad, What: "The App's private key cannot be read: " + key.Problem + ".",
		Why:       "golive signs every request to GitHub with it, so GitHub was not asked anything.",
		HowToMend: "Generate a private key on the App's settings page (General → Private keys), and give golive the file as it was downloaded: GOLIVE_PRIVATE_KEY_FILE names it.",
	}
}
