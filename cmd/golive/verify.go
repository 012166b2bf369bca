package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/golive-app/golive/app/bundle"
	"github.com/golive-app/golive/checks/catalogue"
)

// verifyFlags are the flags of `golive verify`.
type verifyFlags struct {
	key      string
	unsigned bool
	format   string
}

func newVerify() *cobra.Command {
	var flags verifyFlags
	command := &cobra.Command{
		Use:                   "verify [flags] BUNDLE",
		DisableFlagsInUseLine: true,
		Short:                 "See that an evidence bundle was not changed, offline",
		Long:                  verifyHelp,
		Example:               verifyExamples,
		Args: func(_ *cobra.Command, arguments []string) error {
			if len(arguments) != 1 {
				return usage(fmt.Errorf("verify takes one evidence bundle, and was given %d files", len(arguments)))
			}
			return nil
		},
		RunE: func(command *cobra.Command, arguments []string) error {
			return verify(arguments[0], flags, command.OutOrStdout())
		},
	}
	set := command.Flags()
	set.StringVar(&flags.key, "key", "", "`KEY` that must have signed it: its fingerprint (SHA256:…), or a file with the public key")
	set.BoolVar(&flags.unsigned, "unsigned", false, "take a bundle that nobody has signed, such as one of golive check")
	set.StringVar(&flags.format, "format", "text", "`FORMAT`: text or json")
	set.SortFlags = false
	return command
}

func verify(path string, flags verifyFlags, out io.Writer) error {
	if flags.format != "text" && flags.format != "json" {
		return usage(fmt.Errorf("--format %s: it takes text or json", flags.format))
	}
	options := bundle.Options{Unsigned: flags.unsigned, Items: catalogue.New(catalogue.Tools{}).Items()}
	var err error
	if options.Fingerprint, err = fingerprint(flags.key); err != nil {
		return usage(err)
	}
	data, err := readBundle(path)
	if err != nil {
		return usage(err)
	}
	found, err := bundle.Verify(data, options)
	if err != nil {
		return usage(fmt.Errorf("%s: %w", path, err))
	}
	sum := sha256.Sum256(data)
	if err := writeVerified(out, found, hex.EncodeToString(sum[:]), flags.format); err != nil {
		return &exitError{exitFailure, err}
	}
	if len(found.Problems) > 0 {
		return &exitError{code: exitNotReady}
	}
	return nil
}

// fingerprint is that of the key which was asked for; empty: any.
func fingerprint(key string) (string, error) {
	if key == "" || strings.HasPrefix(key, "SHA256:") {
		return key, nil
	}
	text, err := readBundle(key)
	if err != nil {
		return "", fmt.Errorf("--key: %w", err)
	}
	if strings.Contains(string(text), "PRIVATE KEY") {
		return "", errors.New("--key: that is a private key, which should not lie around where bundles are verified; its public half is enough")
	}
	print, err := bundle.FingerprintOf(text)
	if err != nil {
		return "", fmt.Errorf("--key %s: it is no public RSA key in PEM, and no fingerprint (SHA256:…)", key)
	}
	return print, nil
}

func readBundle(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := bundle.Read(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return data, nil
}
