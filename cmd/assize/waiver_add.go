package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/internal/config"
)

// waiverAddFlags are a waiver in the making.
type waiverAddFlags struct {
	waiverFlags
	sources policyFlags
	waiver  engine.Waiver
	// resources are scopes as texts, part and tags one scope of parts.
	resources        []string
	kind, target, on string
	key              string
	tags             []string
	finding          string
	granted, expires string
}

func (a *app) waiverAddCommand() *cobra.Command {
	var f waiverAddFlags
	cmd := &cobra.Command{
		Use:   "add",
		Short: "Add a waiver to the waivers file",
		Long: "Adds a waiver at the end of the waivers file and makes the file when it is not there. What stands in it stays as it is. It\n" +
			"refuses what \"waiver check\" would refuse, and says what the waiver covers where there are findings. Several at the same time\n" +
			"wait for each other: none is lost.\n\n" +
			"Which resources: --resource \"target\", \"target/resource\" or \"target/resource#key\", or the parts --kind, --target,\n" +
			"--resource-id, --key and --tag, of which all that are given must match; * stands for anything. --finding takes policy and\n" +
			"resource from a failure in findings.json by its fingerprint.\n\n" +
			"Exit codes: 0 added · 2 usage, or the waiver or the file is not right: nothing is written.",
		Example: "  assize waiver add --policy access/ssh_root_login --target host:bastion --expires 90d --ticket CHG-4711 \\\n" +
			"    --reason \"certificate only, until the new one is in place\" --owner ines@example.org --approved-by jonas@example.org",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.addWaiver(cmd.Context(), f) },
	}
	f.register(cmd)
	return cmd
}

func (f *waiverAddFlags) register(cmd *cobra.Command) {
	f.waiverFlags.register(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.waiver.ID, "id", "", "the waiver's id (default: made of the policy's name)")
	flags.StringSliceVar(&f.waiver.Policies, "policy", nil, "`id` of a policy, * stands for anything: access/ssh_* (repeatable)")
	flags.StringArrayVar(&f.resources, "resource", nil, "`pattern` of resources: target, target/resource or target/resource#key (repeatable)")
	flags.StringVar(&f.kind, "kind", "", "only resources of this kind")
	flags.StringVar(&f.target, "target", "", "only resources of this target")
	flags.StringVar(&f.on, "resource-id", "", "only the resource with this id")
	flags.StringVar(&f.key, "key", "", "only failures with this key")
	flags.StringArrayVar(&f.tags, "tag", nil, "only resources with this tag, `NAME=PATTERN` (repeatable: all of them)")
	flags.StringVar(&f.finding, "finding", "", "`fingerprint` of the failure to accept, or its beginning")
	flags.StringVar(&f.waiver.Reason, "reason", "", "why it is accepted")
	flags.StringVar(&f.waiver.Owner, "owner", "", "who answers for it")
	flags.StringVar(&f.waiver.ApprovedBy, "approved-by", "", "who approved it: not the owner")
	flags.StringVar(&f.waiver.Ticket, "ticket", "", "where it was decided, for example CHG-4711 (optional)")
	flags.StringVar(&f.granted, "granted", "", "the first `day`, YYYY-MM-DD (default today, in UTC)")
	flags.StringVar(&f.expires, "expires", "", "the last `day`: YYYY-MM-DD, or days from the first, for example 90d; at most 365")
	flags.StringArrayVar(&f.sources.dirs, "policy-source", nil, "`folder` or OPA bundle with your own policies, whose ids are known then (repeatable)")
}

func (a *app) addWaiver(ctx context.Context, f waiverAddFlags) error {
	c, err := a.config()
	if err != nil {
		return err
	}
	found, err := f.findings(a, c)
	if err != nil {
		return err
	}
	known, err := f.sources.knownWords(ctx, c)
	if err != nil {
		return err
	}
	path := f.path(c)
	var w engine.Waiver
	err = audit.Locked(ctx, path, func() error {
		w, err = f.appendTo(path, found, known, a.now().UTC())
		return err
	})
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return &collectors.UsageError{Err: err, Hint: "--file names another"}
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "%s: added %s, from %s to the end of %s (UTC)\n", terminalSafe(path), terminalSafe(w.ID), w.Granted, w.Expires)
	if !a.quiet && f.waiverFlags.file == "" && c.Waivers == "" {
		fmt.Fprintf(a.stderr, "an audit reads it with --waivers %s, or waivers: %s in assize.yaml\n", terminalSafe(path), terminalSafe(path))
	}
	return a.printCovered(w, found)
}

// appendTo adds the waiver to the file at path, which nobody else may change meanwhile, and returns it.
func (f waiverAddFlags) appendTo(path string, found *engine.Assessment, known config.Known, now time.Time) (engine.Waiver, error) {
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return engine.Waiver{}, &collectors.UsageError{Err: fmt.Errorf("read waivers: %w", err), Hint: "--file names another"}
	}
	file := config.ParseWaivers(path, text)
	w, err := f.make(found, file, now)
	if err == nil {
		err = config.CheckWaiver(w, known)
	}
	if err != nil {
		return w, err
	}
	if engine.WaiversAt([]engine.Waiver{w}, now)[0].Status == engine.Expired {
		return w, &collectors.UsageError{Err: fmt.Errorf("waiver %q: it has expired on %s already", w.ID, w.Expires), Hint: "for example --expires 90d"}
	}
	after, err := file.Append(text, w)
	if err != nil {
		return w, err
	}
	if err := replaceFile(path, after); err != nil {
		return w, &collectors.UsageError{Err: err, Hint: "--file names another"}
	}
	return w, nil
}

// make puts the waiver together; what is missing in it is for CheckWaiver to say.
func (f waiverAddFlags) make(found *engine.Assessment, file *config.WaiversFile, now time.Time) (engine.Waiver, error) {
	w := f.waiver
	for _, pattern := range f.resources {
		w.Resources = append(w.Resources, engine.Scope{Pattern: pattern})
	}
	tags := map[string]string{}
	for _, tag := range f.tags {
		name, pattern, ok := strings.Cut(tag, "=")
		if !ok || name == "" {
			return w, &collectors.UsageError{Err: fmt.Errorf("--tag %q is not NAME=PATTERN", tag), Hint: "for example --tag environment=lab*"}
		}
		tags[name] = pattern
	}
	if len(tags) == 0 {
		tags = nil
	}
	parts := engine.ScopeOf(f.kind, f.target, f.on, f.key, tags)
	if !parts.Empty() {
		w.Resources = append(w.Resources, parts)
	}
	if f.finding != "" {
		if len(w.Policies)+len(w.Resources) > 0 {
			return w, &collectors.UsageError{Err: errors.New("--finding says policy and resource, and so do other flags"), Hint: "leave out --policy, --resource and the parts of one"}
		}
		if err := accept(&w, found, f.finding); err != nil {
			return w, err
		}
	}
	w.ID = cmp.Or(w.ID, freeID(w.Policies, file))
	w.Granted = cmp.Or(engine.Date(f.granted), engine.Date(now.Format(time.DateOnly)))
	w.Expires = engine.Date(f.expires)
	if number, isDays := strings.CutSuffix(f.expires, "d"); isDays {
		days, err := strconv.Atoi(number)
		from, errFrom := w.Granted.Time()
		if err != nil || days < 0 || days > 1e6 {
			return w, &collectors.UsageError{Err: fmt.Errorf("--expires %q is neither a day nor a number of days", f.expires), Hint: "for example --expires 2027-03-31 or --expires 90d"}
		}
		if errFrom == nil {
			w.Expires = engine.Date(from.AddDate(0, 0, days).Format(time.DateOnly))
		}
	}
	return w, nil
}

// accept makes the waiver one for the failure with that fingerprint.
func accept(w *engine.Waiver, found *engine.Assessment, fingerprint string) error {
	if found == nil {
		return &collectors.UsageError{Err: errors.New("--finding needs findings, and there are none"), Hint: "name a findings.json with --from"}
	}
	var hits []string
	for _, f := range found.Findings {
		for _, failure := range f.Failures {
			if strings.HasPrefix(failure.Fingerprint, fingerprint) || strings.HasPrefix(failure.Fingerprint, "1:"+fingerprint) {
				hits = append(hits, failure.Fingerprint)
				w.Policies = []string{f.Policy}
				w.Resources = []engine.Scope{engine.ScopeOf(f.Kind, engine.Literal(f.Target), engine.Literal(f.Resource), engine.Literal(failure.Key), nil)}
			}
		}
	}
	switch {
	case len(hits) == 0:
		return &collectors.UsageError{Err: fmt.Errorf("no failure has the fingerprint %s", fingerprint), Hint: "it stands in findings.json with each failure"}
	case len(hits) > 1:
		return &collectors.UsageError{Err: fmt.Errorf("%d failures have a fingerprint that begins with %s", len(hits), fingerprint), Hint: "give more of it"}
	}
	return nil
}

var notInID = regexp.MustCompile(`[^a-z0-9]+`)

// freeID makes an id of the first policy's name that no other waiver has.
func freeID(policies []string, file *config.WaiversFile) string {
	if len(policies) == 0 {
		return "waiver"
	}
	_, name, ok := strings.Cut(policies[0], "/")
	if !ok || strings.Trim(name, "*_") == "" {
		name = policies[0]
	}
	base := cmp.Or(strings.Trim(notInID.ReplaceAllString(strings.ToLower(name), "-"), "-"), "waiver")
	id := base
	for n := 2; file.Line(id) > 0; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	return id
}

// replaceFile puts a text in the place of a file, which keeps who may read it.
func replaceFile(path string, text []byte) error {
	info, statErr := os.Stat(path)
	err := audit.WriteFile(path, func(w io.Writer) error { _, err := w.Write(text); return err })
	if err == nil && statErr == nil && info.Mode().IsRegular() {
		err = os.Chmod(path, info.Mode().Perm())
	}
	return err
}

// coveredShown is how many failures are named.
const coveredShown = 10

// printCovered says what the waiver alone would cover.
func (a *app) printCovered(w engine.Waiver, found *engine.Assessment) error {
	if found == nil {
		return nil
	}
	at, err := w.Granted.Time()
	if err != nil {
		return err
	}
	n := engine.ApplyWaivers(found.Findings, []engine.Waiver{w}, at)[0].Covers
	if n == 0 {
		_, err = fmt.Fprintf(a.stdout, "it covers nothing that fails in run %s\n", terminalSafe(found.Run.ID))
		return err
	}
	fmt.Fprintf(a.stdout, "it covers %s of run %s:\n", counted(n, "failure", "failures"), terminalSafe(found.Run.ID))
	shown := 0
	for _, f := range found.Findings {
		for _, failure := range f.Failures {
			if failure.Waiver == "" || shown == coveredShown {
				continue
			}
			shown++
			fmt.Fprintln(a.stdout, terminalSafe(fmt.Sprintf("  %s on %s/%s: %s", f.Policy, f.Target, f.Resource, failure.Message)))
		}
	}
	if n > shown {
		fmt.Fprintf(a.stdout, "  … and %d more\n", n-shown)
	}
	return nil
}
