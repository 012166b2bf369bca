package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/golive-app/golive/app/setup"
	"github.com/golive-app/golive/config"
)

// settingFlags adds --config and a flag for each setting that is no secret: what a
// command line says can be read by everybody on the machine.
func settingFlags(command *cobra.Command, file *string) {
	command.Flags().StringVar(file, "config", "", "YAML `FILE` with settings")
	for _, setting := range config.AllSettings() {
		if !setting.Secret {
			command.Flags().String(setting.Name, setting.Default, setting.Help+" ("+setting.Environment()+")")
		}
	}
}

// givenSettings returns the settings that have a flag on this command line.
func givenSettings(command *cobra.Command) map[string]string {
	flags := map[string]string{}
	for _, setting := range config.AllSettings() {
		if flag := command.Flags().Lookup(setting.Name); flag != nil && flag.Changed {
			flags[setting.Name] = flag.Value.String()
		}
	}
	return flags
}

// place is one of the places where golive looks for a setting.
type place struct {
	words string // as it is told: "the variable GOLIVE_APP_ID"
	found bool
}

// placesOf lists where golive looks for a setting, in the order in which one place
// wins over the next. kept is the directory of what set-up was given.
func placesOf(setting config.Setting, flags, file map[string]string, fileName, kept string) []place {
	var places []place
	add := func(words string, found bool) { places = append(places, place{words, found}) }
	inEnvironment := func(name string) bool {
		_, found := os.LookupEnv(name)
		return found
	}
	inFile := func(key string) {
		if fileName == "" {
			return
		}
		_, found := file[key]
		add(key+" in "+fileName, found)
	}
	if !setting.Secret {
		_, found := flags[setting.Name]
		add("the flag --"+setting.Name, found)
	}
	add("the variable "+setting.Environment(), inEnvironment(setting.Environment()))
	if setting.Secret {
		add("the file that "+setting.Environment()+"_FILE names", inEnvironment(setting.Environment()+"_FILE"))
	}
	inFile(setting.Key())
	if setting.Secret {
		inFile(setting.Key() + "_file")
	}
	for _, name := range setup.Files() {
		if strings.TrimSuffix(name, ".pem") == setting.Name && kept != "" {
			add(name+" in the credentials directory "+kept, false)
		}
	}
	return places
}

// lackingError names the settings that are not there, and everywhere golive looked
// for each.
func lackingError(settings config.Settings, flags, file map[string]string, fileName string) error {
	var text strings.Builder
	lacking := settings.Lacking()
	for _, setting := range config.AllSettings() {
		if !slices.ContainsFunc(lacking, func(line string) bool { return strings.Fields(line)[0] == setting.Environment() }) {
			continue
		}
		fmt.Fprintf(&text, "\n  %s is not set (%s); golive looked at", setting.Environment(), setting.Help)
		for _, place := range placesOf(setting, flags, file, fileName, settings.Credentials) {
			fmt.Fprintf(&text, "\n    %s", place.words)
			if place.found {
				text.WriteString(": there, and empty")
			}
		}
	}
	if fileName == "" {
		text.WriteString("\n  and no settings file: --config FILE names one")
	}
	return fmt.Errorf("settings are lacking, without which there is nothing to look at; give doctor the environment and the user that serve has:%s", text.String())
}

// originOf says where a setting was found. What is in none of the places that can
// be looked at again came from the credentials directory or is the default.
func originOf(name string, settings config.Settings, flags, file map[string]string, fileName string) string {
	for _, setting := range config.AllSettings() {
		if setting.Name != name {
			continue
		}
		places := placesOf(setting, flags, file, fileName, settings.Credentials)
		for _, place := range places {
			if place.found {
				return place.words
			}
		}
		if last := places[len(places)-1].words; strings.Contains(last, "credentials directory") {
			return last
		}
	}
	return "the default"
}
