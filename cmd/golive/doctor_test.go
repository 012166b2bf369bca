package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/simulator"
)

// patient is an installation to be looked at: a GitHub, a Redis and what stands
// at golive's public address.
type patient struct {
	t       *testing.T
	github  *simulator.GitHub
	install int64
	env     map[string]string
	answer  int // of the webhook
}

// newPatient returns one that lacks nothing. Where the App is installed etc. is
// arranged before it is looked at.
func newPatient(t *testing.T, options simulator.Options) *patient {
	t.Helper()
	options.Directory = filepath.Join(t.TempDir(), "github")
	github, err := simulator.New(options)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := github.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = github.Close(ctx)
	})
	p := &patient{t: t, github: github, answer: http.StatusAccepted}
	public := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		switch request.URL.Path {
		case "/webhook":
			w.WriteHeader(p.answer)
		case "/version":
			fmt.Fprint(w, `{"version":"v1.4.0","commit":"abc","go":"go1.26"}`)
		default:
			http.NotFound(w, request)
		}
	}))
	t.Cleanup(public.Close)
	github.CreateOrganization("acme")
	p.install = github.CreateInstallation("acme", nil)
	if _, err := github.CreateRepository("acme", "shop", ""); err != nil {
		t.Fatal(err)
	}
	key := filepath.Join(t.TempDir(), "key.pem")
	p.do(os.WriteFile(key, github.PrivateKeyPEM(), 0o600))
	p.env = map[string]string{
		"GOLIVE_APP_ID": fmt.Sprint(github.AppID()), "GOLIVE_PRIVATE_KEY_FILE": key, "GOLIVE_WEBHOOK_SECRETS": "the-webhook-secret",
		"GOLIVE_GITHUB_URL": strings.TrimRight(github.APIURL(), "/"), "GOLIVE_PUBLIC_URL": public.URL,
		"GOLIVE_DATA_DIR": filepath.Join(t.TempDir(), "data"),
	}
	p.webhook(public.URL + "/webhook")
	return p
}

func (p *patient) do(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// webhook lets GitHub deliver there, and a ping arrive or fail.
func (p *patient) webhook(url string) {
	p.t.Helper()
	p.github.DeliverTo(url)
	p.ping()
}

func (p *patient) ping() {
	p.t.Helper()
	p.github.Ping()
	ctx, cancel := context.WithTimeout(p.t.Context(), 30*time.Second)
	defer cancel()
	p.do(p.github.Flush(ctx))
}

// redis gives the patient a Redis of its own, and returns its port.
func (p *patient) redis(arguments ...string) string {
	p.t.Helper()
	address := redisServer(p.t, append([]string{"--appendonly", "yes"}, arguments...)...)
	_, port, err := net.SplitHostPort(address)
	p.do(err)
	p.env["GOLIVE_REDIS_URL"] = "redis://" + address
	return port
}

// secrets are what no output may hold.
var secretsOfPatients = regexp.MustCompile(`the-webhook-secret|hunter2|BEGIN RSA|PRIVATE KEY-----`)

// examine runs the program.
func (p *patient) examine(arguments ...string) (code int, out, messages string) {
	p.t.Helper()
	var environment []string
	for name, value := range p.env {
		environment = append(environment, name+"="+value)
	}
	code, out, messages = golive(p.t, environment, append([]string{"doctor"}, arguments...)...)
	if secretsOfPatients.MatchString(out + messages) {
		p.t.Errorf("a secret: %s%s", out, messages)
	}
	return code, out, messages
}

func anotherKey(t *testing.T) []byte {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
}

func TestTheDoctorSaysWhatIsWrongWhereAndWhatToDo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options simulator.Options
		harm    func(*patient)
		code    int
		says    []string // each on one line of standard output
	}{
		"nothing": {harm: func(p *patient) { p.redis() }, code: exitOK, says: []string{
			"✓ in order   app  GitHub knows golive as the App", "✓ in order   clock", "✓ in order   redis.memory", "golive v1.4.0 answers at http://127.0.0.1", "0 wrong, 1 to improve, 11 in order",
		}},
		"the key of another App": {harm: func(p *patient) {
			p.do(os.WriteFile(p.env["GOLIVE_PRIVATE_KEY_FILE"], anotherKey(p.t), 0o600))
		}, code: exitNotReady, says: []string{
			"✗ wrong      app  GitHub knows App 4711 and does not take its signature (401)", "golive's key is SHA256:", "Compare the key's fingerprint", "from the file that GOLIVE_PRIVATE_KEY_FILE names",
		}},
		"a key that lost its lines": {harm: func(p *patient) {
			p.do(os.WriteFile(p.env["GOLIVE_PRIVATE_KEY_FILE"], p.github.PrivateKeyPEM()[:400], 0o600))
		}, code: exitNotReady, says: []string{"✗ wrong      app.key  The App's private key cannot be read: it is no whole PEM file", "Generate a private key", "! improve    redis"}},
		"the id of no App": {harm: func(p *patient) { p.env["GOLIVE_APP_ID"] = "99" }, code: exitNotReady, says: []string{
			"knows no such App: App 99 (404)", "number after \"App ID\"", "99, from the variable GOLIVE_APP_ID",
		}},
		"a clock four minutes ahead": {options: simulator.Options{ClientNow: func() time.Time { return time.Now().Add(-4 * time.Minute) }}, code: exitNotReady, says: []string{
			"? not known  app  GitHub refuses every token while this machine's clock is wrong (401)", "✗ wrong      clock  This machine's clock is 4 m", "ahead of GitHub's", "`timedatectl set-ntp true`",
		}},
		"GitHub away": {harm: func(p *patient) { p.env["GOLIVE_GITHUB_URL"] = "http://127.0.0.1:1" }, code: exitNotReady, says: []string{
			"✗ wrong      app  GitHub's API cannot be reached at http://127.0.0.1:1: dial tcp 127.0.0.1:1: connect: connection refused", "Check GOLIVE_GITHUB_URL", "? not known  clock", "✓ in order   public",
		}},
		"GitHub broken": {harm: func(p *patient) {
			p.github.Inject(simulator.Fault{Kind: simulator.ServerError, Status: 500})
		}, code: exitNotReady, says: []string{"does not say who golive is (500)", "githubstatus.com"}},
		"an event that is not subscribed to": {options: simulator.Options{Events: []string{"push", "check_run", "check_suite", "issue_comment"}}, code: exitNotReady, says: []string{
			"✗ wrong      app.events  The App is not subscribed to: pull_request (needed", "Tick it under \"Permissions & events\"",
		}},
		"permissions that nobody accepted": {harm: func(p *patient) {
			p.do(p.github.SetInstallationPermissions(p.install, "dana", map[string]string{"contents": "read", "metadata": "read"}))
		}, code: exitNotReady, says: []string{"installation.acme.permissions  The installation on acme has not granted: checks: write", "An owner of acme accepts the request"}},
		"a suspended installation": {harm: func(p *patient) { p.do(p.github.SuspendInstallation(p.install, "dana")) }, code: exitNotReady, says: []string{
			"✗ wrong      installation.acme  The installation on acme is suspended", "unsuspends",
		}},
		"no installation": {harm: func(p *patient) { p.do(p.github.DeleteInstallation(p.install, "dana")) }, code: exitOK, says: []string{
			"… waiting    installations  The App is installed nowhere yet", "1 waiting",
		}},
		"no repository": {harm: func(p *patient) {
			p.do(p.github.DeleteInstallation(p.install, "dana"))
			p.github.CreateOrganization("empty")
			p.github.CreateInstallation("empty", nil)
			p.ping()
		}, code: exitOK, says: []string{
			"… waiting    installation.empty.repositories", "Choose repositories",
		}},
		"a secret that differs": {harm: func(p *patient) { p.answer = http.StatusUnauthorized; p.ping() }, code: exitNotReady, says: []string{
			"✗ wrong      webhook.deliveries  golive refused GitHub's last delivery", "GOLIVE_WEBHOOK_SECRETS",
		}},
		"a webhook that leads elsewhere": {harm: func(p *patient) { p.webhook("http://127.0.0.1:1/webhook") }, code: exitNotReady, says: []string{
			"✗ wrong      webhook  The App's webhook is http://127.0.0.1:1/webhook, which is not this golive", "✗ wrong      webhook.deliveries  GitHub does not reach golive",
		}},
		"a public address at which nobody is": {harm: func(p *patient) { p.env["GOLIVE_PUBLIC_URL"] = "http://127.0.0.1:1" }, code: exitNotReady, says: []string{
			"! improve    public  Nobody answers at http://127.0.0.1:1: nobody listens there", "`golive health`"}},
		"a Redis that evicts": {harm: func(p *patient) { p.redis("--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru") }, code: exitNotReady, says: []string{
			"✗ wrong      redis.memory  Redis at redis://127.0.0.1:", "(maxmemory-policy allkeys-lru)", "CONFIG SET maxmemory-policy noeviction",
		}},
		"a Redis that keeps nothing": {harm: func(p *patient) { p.redis("--appendonly", "no") }, code: exitOK, says: []string{"! improve    redis.persistence", "CONFIG SET appendonly yes"}},
		"a Redis that is away": {harm: func(p *patient) { p.env["GOLIVE_REDIS_URL"] = "redis://:hunter2@127.0.0.1:1/0" }, code: exitNotReady, says: []string{
			"✗ wrong      redis  Redis at redis://127.0.0.1:1 cannot be reached: nobody listens there", "Check GOLIVE_REDIS_URL",
		}},
		"a Redis whose password differs": {harm: func(p *patient) {
			port := p.redis("--requirepass", "another")
			p.env["GOLIVE_REDIS_URL"] = "redis://:hunter2@127.0.0.1:" + port
		}, code: exitNotReady, says: []string{"✗ wrong      redis  Redis at redis://127.0.0.1:", "does not take golive's password: WRONGPASS", "redis://USER:PASSWORD@HOST"}},
		"a Redis that wants a password": {harm: func(p *patient) { p.redis("--requirepass", "another") }, code: exitNotReady, says: []string{"does not take golive's password: NOAUTH"}},
		"a Redis without TLS": {harm: func(p *patient) {
			port := p.redis()
			p.env["GOLIVE_REDIS_URL"] = "rediss://127.0.0.1:" + port
		}, code: exitNotReady, says: []string{"does not speak TLS, and golive was told that it does", "redis:// (one s)"}},
		"a Redis with TLS": {harm: func(p *patient) {
			server := httptest.NewTLSServer(http.NotFoundHandler())
			p.t.Cleanup(server.Close)
			p.env["GOLIVE_REDIS_URL"] = strings.Replace(server.URL, "https", "redis", 1)
		}, code: exitNotReady, says: []string{"speaks TLS, and golive was told that it does not", "rediss:// (two s)"}},
		"a Redis whose certificate nobody trusts": {harm: func(p *patient) {
			server := httptest.NewTLSServer(http.NotFoundHandler())
			p.t.Cleanup(server.Close)
			p.env["GOLIVE_REDIS_URL"] = strings.Replace(server.URL, "https", "rediss", 1)
		}, code: exitNotReady, says: []string{"shows a certificate that golive does not trust", "SSL_CERT_FILE"}},
		"a variable with a typing error": {harm: func(p *patient) { p.env["GOLIVE_PUBLIC_ULR"] = "x" }, code: exitOK, says: []string{"GOLIVE_PUBLIC_ULR (did you mean GOLIVE_PUBLIC_URL?)"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPatient(t, test.options)
			if test.harm != nil {
				test.harm(p)
			}
			code, out, messages := p.examine()
			if code != test.code || messages != "" {
				t.Errorf("exit %d, want %d; messages %q", code, test.code, messages)
			}
			for _, says := range test.says {
				if !strings.Contains(out, says) {
					t.Errorf("%q is not said", says)
				}
			}
			if t.Failed() || testing.Verbose() {
				t.Log("\n" + out)
			}
		})
	}
}

func TestTheDoctorForMachines(t *testing.T) {
	t.Parallel()
	p := newPatient(t, simulator.Options{})
	p.env["GOLIVE_REDIS_URL"] = "redis://user:hunter2@127.0.0.1:1/0"
	code, out, _ := p.examine("--format", "json")
	var report struct {
		Schema, Worst string
		Counts        map[string]int
		Examined      map[string]any
		Diagnoses     []map[string]string
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil || code != exitNotReady {
		t.Fatalf("exit %d, %v: %s", code, err, out)
	}
	if report.Schema != doctorSchema || report.Worst != "bad" || report.Counts["bad"] != 1 || report.Examined["redis"] != "redis://127.0.0.1:1" {
		t.Errorf("%+v", report)
	}
	for _, one := range report.Diagnoses {
		if one["name"] == "redis" && (one["state"] != "bad" || one["how_to_mend"] == "") {
			t.Errorf("%v", one)
		}
	}
	if _, err := os.Stat(p.env["GOLIVE_DATA_DIR"]); !os.IsNotExist(err) {
		t.Error("looking has changed the data directory")
	}
}

func TestTheDoctorNamesWhatLacksAndWhereItLooked(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	file := filepath.Join(directory(t, map[string]string{"golive.yaml": "app_id: \"\"\n"}), "golive.yaml")
	broken := filepath.Join(directory(t, map[string]string{"golive.yaml": "app_ip: 7\n"}), "golive.yaml")
	for name, test := range map[string]struct {
		environment, arguments []string
		says                   []string
	}{
		"nothing is set": {nil, nil, []string{
			"GOLIVE_APP_ID is not set", "the flag --app-id\n", "the variable GOLIVE_PRIVATE_KEY\n", "the file that GOLIVE_WEBHOOK_SECRETS_FILE names\n",
			"private-key.pem in the credentials directory " + data + "/credentials", "--config FILE names one",
		}},
		"a file with an empty id":       {nil, []string{"--config", file}, []string{"app_id in " + file + ": there, and empty", "private_key_file in " + file}},
		"a file with another key":       {nil, []string{"--config", broken}, []string{"app_ip"}},
		"a key file that is not there":  {[]string{"GOLIVE_PRIVATE_KEY_FILE=/nowhere.pem"}, nil, []string{"GOLIVE_PRIVATE_KEY_FILE: open /nowhere.pem"}},
		"an address that is none":       {[]string{"GOLIVE_APP_ID=7", "GOLIVE_PRIVATE_KEY=-----BEGIN RSA PRIVATE KEY-----", "GOLIVE_WEBHOOK_SECRETS=x", "GOLIVE_REDIS_URL=http://:hunter2@redis"}, nil, []string{"GOLIVE_REDIS_URL is no Redis address"}},
		"a format that is none":         {nil, []string{"--format", "xml"}, []string{"text or json"}},
		"an argument that nobody wants": {nil, []string{"acme"}, []string{"acme"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, messages := golive(t, append(test.environment, "GOLIVE_DATA_DIR="+data), append([]string{"doctor"}, test.arguments...)...)
			if code != exitUsage || out != "" || strings.Contains(messages, "hunter2") {
				t.Errorf("exit %d: %s%s", code, out, messages)
			}
			for _, says := range test.says {
				if !strings.Contains(messages, says) {
					t.Errorf("%q is not said:\n%s", says, messages)
				}
			}
		})
	}
}
