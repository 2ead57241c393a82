package git

import (
	"context"
	"maps"
	"regexp"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/ci/script"
	kinds "github.com/assize/assize/collectors/kinds/git"
)

// dockerfiles tells the container build files.
func (v *visit) dockerfiles(context.Context) error {
	for _, e := range v.files.entries {
		if !e.regular() || !isDockerfile(e.path) {
			continue
		}
		head := collectors.Head{Kind: "git.dockerfile", ID: e.text, File: e.text, Line: 1}
		text, gap := v.text(e)
		if gap != nil {
			var gaps []collectors.Gap
			for _, fact := range []string{"base_images", "user", "remote_adds", "piped_downloads", "secret_variables", "healthcheck"} {
				gaps = append(gaps, at(gap, fact))
			}
			if err := v.sink.Resource(head, kinds.Dockerfile{Path: e.text}, gaps...); err != nil {
				return err
			}
			continue
		}
		facts, builds := dockerfileFacts(string(text))
		if !builds && !strings.EqualFold(e.base(), "Dockerfile") && !strings.EqualFold(e.base(), "Containerfile") {
			continue // another language's file about container files
		}
		facts.Path = e.text
		if err := v.sink.Resource(head, facts); err != nil {
			return err
		}
	}
	return nil
}

// A stage is one FROM and what is set in it. What a stage does not set, it has from the stage it builds on.
type stage struct {
	user        *string
	healthcheck bool
	vars        map[string]string // the values of its ARG and ENV
}

// A container gathers the facts of one build file.
type container struct {
	facts  kinds.Dockerfile
	args   map[string]string // the ARG defaults before the first FROM
	stages map[string]*stage // by name, lower case
	stage  *stage
}

// dockerfileFacts reads a build file. Builds is false when it has no FROM, without which nothing is built.
func dockerfileFacts(text string) (facts kinds.Dockerfile, builds bool) {
	c := &container{args: map[string]string{}, stages: map[string]*stage{}}
	for _, in := range parseDockerfile(text) {
		c.take(in)
	}
	if c.stage != nil {
		c.facts.User, c.facts.Healthcheck = c.stage.user, c.stage.healthcheck
	}
	return c.facts, c.stage != nil
}

func (c *container) take(in instruction) {
	switch in.name {
	case "FROM":
		c.from(in)
	case "ARG", "ENV":
		for _, a := range assignments(in.args) {
			c.assign(in.name, a)
			if a.set && secretName.MatchString(a.name) && !reference.MatchString(a.value) {
				c.facts.SecretVariables = append(c.facts.SecretVariables, kinds.Line{Text: script.Redact(a.name), Line: in.line})
			}
		}
	case "ADD":
		if words := splitWords(in.args); remote(words) {
			c.facts.RemoteAdds = append(c.facts.RemoteAdds, kinds.Line{Text: script.Redact("ADD " + strings.Join(words, " ")), Line: in.line})
		}
	case "RUN":
		c.run(in)
	case "USER":
		if c.stage != nil {
			user := expand(strings.TrimSpace(in.args), c.stage.vars)
			c.stage.user = &user
		}
	case "HEALTHCHECK":
		if c.stage != nil {
			c.stage.healthcheck = !strings.EqualFold(strings.TrimSpace(in.args), "NONE")
		}
	}
}

// secretName matches names of variables that hold secrets; reference a value that only names another variable.
var (
	secretName = regexp.MustCompile(`(?i)(?:^|_)(?:passw(?:or)?d|pwd|passphrase|secret|secret_?key|token|api_?key|access_?key|private_?key|credentials?)(?:_(?:key|value|id))?$`)
	reference  = regexp.MustCompile(`^\$(?:\w+|\{\w+\})$|^$`)
)

// from opens a stage.
func (c *container) from(in instruction) {
	words := strings.Fields(in.args)
	for len(words) > 0 && strings.HasPrefix(words[0], "--") {
		words = words[1:]
	}
	if len(words) == 0 {
		c.stage = &stage{vars: map[string]string{}}
		return
	}
	image := expand(words[0], c.args)
	opened := &stage{vars: map[string]string{}}
	if base, ok := c.stages[strings.ToLower(image)]; ok {
		*opened = *base
		opened.vars = maps.Clone(base.vars)
	} else if image != "scratch" {
		base := parseImage(image)
		base.Line = in.line
		c.facts.BaseImages = append(c.facts.BaseImages, base)
	}
	c.stage = opened
	if len(words) >= 3 && strings.EqualFold(words[1], "AS") {
		c.stages[strings.ToLower(words[2])] = opened
	}
}

var variable = regexp.MustCompile(`\$(?:\{(\w+)(?::?-([^}]*))?\}|(\w+))`)

// assign notes the value of a variable where it holds: before the first FROM for the FROM lines, after it for its
// stage. An ARG without a value in a stage takes the default from before the first FROM.
func (c *container) assign(instruction string, a assigned) {
	switch {
	case c.stage == nil && instruction == "ARG" && a.set:
		c.args[a.name] = expand(a.value, c.args)
	case c.stage == nil:
	case a.set:
		c.stage.vars[a.name] = expand(a.value, c.stage.vars)
	case c.args[a.name] != "":
		c.stage.vars[a.name] = c.args[a.name]
	}
}

// expand replaces the variables that have a value. One without stays as it is written.
func expand(text string, vars map[string]string) string {
	return variable.ReplaceAllStringFunc(text, func(use string) string {
		m := variable.FindStringSubmatch(use)
		if value, ok := vars[m[1]+m[3]]; ok && value != "" {
			return value
		}
		if m[2] != "" {
			return m[2]
		}
		return use
	})
}

// parseImage splits an image's reference. Source: the reference grammar of the OCI distribution specification.
func parseImage(text string) kinds.BaseImage {
	image := kinds.BaseImage{}
	name, digest, hasDigest := strings.Cut(text, "@")
	if hasDigest {
		image.Digest = &digest
	}
	if colon := strings.LastIndexByte(name, ':'); colon > strings.LastIndexByte(name, '/') && !strings.Contains(name[colon:], "}") {
		tag := name[colon+1:]
		image.Tag = &tag
		name = name[:colon]
	}
	image.Image = name
	return image
}

// remote says whether an ADD's words fetch something without a checksum. A git address that names a full commit
// has its checksum in it.
func remote(words []string) bool {
	fetches := false
	for i, word := range words {
		switch {
		case strings.HasPrefix(word, "--checksum="):
			return false
		case strings.HasPrefix(word, "--"), i == len(words)-1:
		case strings.HasPrefix(word, "http://"), strings.HasPrefix(word, "https://"), strings.HasPrefix(word, "git@"),
			strings.HasPrefix(word, "ssh://"), strings.HasPrefix(word, "git://"), strings.HasPrefix(word, "ftp://"):
			fetches = fetches || !fullCommit.MatchString(word)
		}
	}
	return fetches
}

var fullCommit = regexp.MustCompile(`#[0-9a-f]{40}(?::|$)`)

// run looks for downloads that are piped into an interpreter, in the shell form, the exec form and here-documents.
func (c *container) run(in instruction) {
	add := func(text string, line int) {
		for _, hit := range script.PipedDownloads(text) {
			c.facts.PipedDownloads = append(c.facts.PipedDownloads, kinds.Line{Text: hit.Text, Line: line + hit.Line})
		}
	}
	args := in.args
	for strings.HasPrefix(args, "--") {
		_, args, _ = cutSpace(args)
		args = strings.TrimSpace(args)
	}
	if strings.HasPrefix(args, "[") {
		args = strings.Trim(strings.ReplaceAll(args, ",", " "), "[]")
		for _, word := range splitWords(args) {
			add(word, in.line)
		}
	} else {
		add(strings.ReplaceAll(heredocWord.ReplaceAllString(args, ""), "\n", " "), in.line)
	}
	for _, doc := range in.heredocs {
		add(doc.text, doc.line)
	}
}
