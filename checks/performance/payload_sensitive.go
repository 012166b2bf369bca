package performance

import (
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/probe/answer"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/config/regex"
)

// secretShapes are values that nobody outside may see, whatever they are called.
var secretShapes = []struct {
	shape *regex.Expression
	what  string
}{
	{regex.New(`^\$2[abxy]?\$\d\d\$[./A-Za-z0-9]{40,}`), "the hash of a password (bcrypt)"},
	{regex.New(`^\$argon2(?:id|i|d)\$`), "the hash of a password (Argon2)"},
	{regex.New(`^(?:\$scrypt\$|scrypt:\d+|\$s0\$)`), "the hash of a password (scrypt)"},
	{regex.New(`^(?:pbkdf2_sha\d+\$|pbkdf2:sha\d+|\$pbkdf2)`), "the hash of a password (PBKDF2)"},
	{regex.New(`^\$[156]\$[./A-Za-z0-9]+\$`), "the hash of a password (crypt)"},
	{regex.New(`^\{(?:SSHA|SHA|bcrypt|noop|pbkdf2)\}.`), "the hash of a password"},
	{regex.New(`-----BEGIN [A-Z ]*PRIVATE KEY`), "a private key"},
	{regex.New(`^(?:sk|rk)_live_[A-Za-z0-9]{8,}`), "a secret key of Stripe"},
	{regex.New(`^(?:gh[pousr]_|github_pat_|glpat-|xox[abprs]-)[A-Za-z0-9_-]{10,}`), "a token of another service"},
}

// secretNames are names beyond those of columns that say so of their value.
var secretNames = strings.Fields("secretkey secretaccesskey awssecretaccesskey apisecret appsecret jwtsecret signingsecret signingkey encryptionkey masterkey dbpassword databasepassword smtppassword creditcardnumber cardnumber cvv cvc")

// insideNames are names of what is mostly meant for the inside, and sometimes the product.
var insideNames = strings.Fields("secret token accesstoken authtoken sessiontoken idtoken apikey apitoken bearertoken stripecustomer stripecustomerid internalnote internalnotes internalcomment internalcomments internalid internalprice costprice purchaseprice wholesaleprice margin profitmargin taxid nationalid passportnumber bankaccount iban")

// words are places in a document whose names are names, and not data.
var wordPlaces = strings.Fields("validation errors messages labels translations schema properties form fields placeholders i18n locale strings")

// placeholder matches what stands where a value was taken out.
var placeholder = regex.New(`(?i)^(?:[*•x.#_-]{3,}.{0,4}|\(?(?:hidden|redacted|masked|removed|filtered|secret|string|none|null|undefined|n/a)\)?|\[(?:hidden|redacted|masked|removed|filtered)\]|true|false)$`)

// tokens matches routes whose answer is a token.
var tokenRoutes = regex.New(`(?i)(?:^|[/_.-])(?:tokens?|auth\w*|oauth2?|sessions?|csrf|xsrf|login|keys?|credentials?|invit\w*|webhooks?)(?:$|[/_.-])`)

// sensitive says whether a field shows what nobody outside may see, and how sure that
// is: an error where its name and its value say so, a warning where it may be the
// product.
func sensitive(route string, field answer.Field, document answer.Document, declared bool) (severity checks.Severity, what string) {
	if field.Kind != answer.Text && field.Kind != answer.Number || field.Value == "" || placeholder.MatchString(field.Value) {
		return "", ""
	}
	if field.Kind == answer.Text {
		for _, one := range secretShapes {
			if one.shape.MatchString(field.Value) {
				return checks.SeverityError, one.what
			}
		}
	}
	if slices.ContainsFunc(field.Path[:len(field.Path)-1], func(step string) bool { return slices.Contains(wordPlaces, plainName(step)) }) {
		return "", ""
	}
	name := plainName(field.Name())
	if usage.SecretField(name) || slices.Contains(secretNames, name) {
		switch {
		case strings.ContainsAny(field.Value, " \t\n"), plainName(field.Value) == name:
			return "", "" // a text about it: a label, a message
		case field.Kind == answer.Text && onlyLetters(field.Value), field.Kind == answer.Number && len(field.Value) < len("1234"):
			return checks.SeverityWarning, "what its name calls secret"
		default:
			return checks.SeverityError, "what its name calls secret"
		}
	}
	switch {
	case declared || tokenRoutes.MatchString(route) || strings.ContainsAny(field.Value, " \t\n"):
		return "", ""
	case slices.Contains(insideNames, name):
		return checks.SeverityWarning, "what its name says is of the inside"
	case name == "cost" && besidePrice(field, document):
		return checks.SeverityWarning, "what a thing costs the seller"
	default:
		return "", ""
	}
}

func onlyLetters(text string) bool {
	return !strings.ContainsFunc(text, func(letter rune) bool {
		return !(letter >= 'a' && letter <= 'z' || letter >= 'A' && letter <= 'Z' || letter > 0x7f)
	})
}

// besidePrice reports whether a field stands beside a price.
func besidePrice(field answer.Field, document answer.Document) bool {
	parent := field.Path[:len(field.Path)-1]
	return slices.ContainsFunc(document.Fields, func(other answer.Field) bool {
		return len(other.Path) == len(field.Path) && slices.Equal(other.Path[:len(parent)], parent) && strings.Contains(plainName(other.Name()), "price")
	})
}
