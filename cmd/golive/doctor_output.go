package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/golive-app/golive/app/doctor"
	"github.com/golive-app/golive/app/terminal"
	"github.com/golive-app/golive/config"
)

// doctorSchema names the format of what `golive doctor --format json` prints.
const doctorSchema = "golive.doctor/1"

// examined is what was looked at, and where the words for it were found. It holds
// no secret: a fingerprint is of the key's public half.
type examined struct {
	Version        string `json:"version"`         // of this golive
	AppID          int64  `json:"app_id"`          //
	AppIDFrom      string `json:"app_id_from"`     // where the setting was found
	KeyFingerprint string `json:"key_fingerprint"` // as the App's settings page shows it; empty: the key cannot be read
	KeyFrom        string `json:"key_from"`        //
	GitHub         string `json:"github"`          // base of the API
	PublicURL      string `json:"public_url"`      // empty: not set
	Redis          string `json:"redis"`           // without user and password; "embedded": inside the process
	RedisFrom      string `json:"redis_from"`      //
}

func examinedOf(facts doctor.Facts, settings config.Settings, flags, file map[string]string, fileName string) examined {
	from := func(name string) string { return originOf(name, settings, flags, file, fileName) }
	this := examined{
		Version: buildVersion(), AppID: settings.AppID, AppIDFrom: from("app-id"),
		KeyFingerprint: facts.Key.Fingerprint, KeyFrom: from("private-key"),
		GitHub: settings.GitHubURL, PublicURL: settings.PublicURL,
		Redis: facts.Redis.Address, RedisFrom: from("redis-url"),
	}
	if facts.Redis.Embedded {
		this.Redis = "embedded"
	}
	return this
}

func (e examined) writeText(out *os.File, all []doctor.Diagnosis) error {
	or := func(text, otherwise string) string {
		if text == "" {
			return otherwise
		}
		return text
	}
	redis := e.Redis + ", from " + e.RedisFrom
	if e.Redis == "embedded" {
		redis = "inside golive's process: no GOLIVE_REDIS_URL is set"
	}
	colour, _, width := terminal.Detect(out, os.Getenv)
	return terminal.WriteDiagnoses(out, "golive doctor · "+e.Version, []terminal.Field{
		{Name: "App", Value: fmt.Sprintf("%d, from %s", e.AppID, e.AppIDFrom)},
		{Name: "key", Value: or(e.KeyFingerprint, "cannot be read") + ", from " + e.KeyFrom},
		{Name: "GitHub", Value: e.GitHub},
		{Name: "Redis", Value: redis},
		{Name: "public", Value: or(e.PublicURL, "no GOLIVE_PUBLIC_URL is set")},
	}, all, terminal.Options{Colour: colour, Width: width})
}

// writtenDiagnosis is a diagnosis for machines: its name and its state are stable,
// its words are for people.
type writtenDiagnosis struct {
	Name      string       `json:"name"`
	State     doctor.State `json:"state"` // good, advice, waiting, unknown or bad
	What      string       `json:"what"`
	Why       string       `json:"why,omitempty"`
	HowToMend string       `json:"how_to_mend,omitempty"`
	Link      string       `json:"link,omitempty"`
}

func (e examined) writeJSON(out io.Writer, at time.Time, all []doctor.Diagnosis) error {
	counts := map[doctor.State]int{doctor.Good: 0, doctor.Advice: 0, doctor.Waiting: 0, doctor.Unknown: 0, doctor.Bad: 0}
	written := make([]writtenDiagnosis, len(all))
	for index, one := range all {
		counts[one.State]++
		written[index] = writtenDiagnosis{Name: one.Name, State: one.State, What: one.What, Why: one.Why, HowToMend: one.HowToMend, Link: one.Link}
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(struct {
		Schema    string               `json:"schema"`
		At        time.Time            `json:"at"`
		Worst     doctor.State         `json:"worst"`
		Counts    map[doctor.State]int `json:"counts"`
		Examined  examined             `json:"examined"`
		Diagnoses []writtenDiagnosis   `json:"diagnoses"`
	}{doctorSchema, at.UTC(), doctor.Worst(all), counts, e, written})
}
