package opa

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/types"
)

// fromOPA turns what OPA's parser and compiler say into problems, in our words where they are a reader's business.
func fromOPA(file string, err error) Problems {
	var list ast.Errors
	if !errors.As(err, &list) {
		return Problems{{File: file, Line: 1, Message: firstLine(err.Error()), Hint: "see the Rego language at https://www.openpolicyagent.org/docs/policy-language"}}
	}
	var out Problems
	for _, e := range list {
		p := Problem{File: file, Line: 1}
		p.Message, p.Hint = inWords(e)
		if e.Location != nil {
			p.Line = e.Location.Row
			if e.Location.File != "" {
				p.File = e.Location.File
			}
		}
		out = append(out, p)
	}
	return out
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return strings.TrimSuffix(line, ":")
}

// inWords is what an error of OPA's says, and what to do about it.
func inWords(e *ast.Error) (message, hint string) {
	message = firstLine(e.Message)
	switch detail := e.Details.(type) {
	case *ast.RefErrInvalidDetail:
		if len(detail.OneOf) > 0 && detail.Pos < len(detail.Ref) {
			return undefined(detail)
		}
	case *ast.UnificationErrDetail:
		return mismatch(e), "look up the fact's type: \"assize policy list --kinds\" names the kinds, policies/schemas describes them"
	}
	name, isFunction := strings.CutPrefix(message, "undefined function ")
	switch {
	case isFunction && ast.BuiltinMap[name] != nil:
		return name + " may not be called in a policy", forbidden(name)
	case isFunction:
		var known []string
		for _, b := range capabilities().Builtins {
			known = append(known, b.Name)
		}
		return "there is no function " + name, cmp.Or(didYouMean(name, known), "define it in the policy as "+"_"+name+"(x) := …, or call a builtin of OPA's")
	case e.Code == ast.UnsafeVarErr:
		name := strings.TrimSuffix(strings.TrimPrefix(message, "var "), " is unsafe")
		if strings.HasPrefix(name, "_") {
			return fmt.Sprintf("there is no helper %s", name), fmt.Sprintf("define it: %s if { … }; or correct its name", name)
		}
		return fmt.Sprintf("the variable %s has no value", name), fmt.Sprintf("give it one before it is used, for example %s := …, or some %s in …; or correct its name", name, name)
	case e.Code == ast.TypeErr && strings.Contains(message, "undefined ref"):
		return strings.Replace(message, "undefined ref:", "there is no", 1), "look up the fact's name in the kind's schema"
	case e.Code == ast.ParseErr:
		return syntax(message)
	}
	return message, "see the Rego language at https://www.openpolicyagent.org/docs/policy-language"
}

// undefined names the keys that there are in place of one that there is not.
func undefined(detail *ast.RefErrInvalidDetail) (message, hint string) {
	var known []string
	for _, value := range detail.OneOf {
		if text, isText := value.(ast.String); isText {
			known = append(known, string(text))
		}
	}
	slices.Sort(known)
	wrong := strings.Trim(detail.Ref[detail.Pos].String(), `"`)
	message = fmt.Sprintf("there is no %s", detail.Ref[:detail.Pos+1])
	if alike := didYouMean(wrong, known); alike != "" {
		return message, alike
	}
	return message, "there are " + strings.Join(known, ", ")
}

// forbidden says why a builtin is not on the allow-list.
func forbidden(name string) string {
	switch {
	case name == "time.now_ns":
		return "the clock is data.audit.now_ns: the time of the audit, so that a replay gives the same verdicts"
	case slices.Contains([]string{"print", "trace"}, name):
		return "print belongs in tests; \"assize policy eval --explain\" shows what a policy does"
	}
	return "a policy gives the same answer every time: it reaches no network, clock, environment or random number, and calls nothing that could run for long"
}

// syntax says in words what the parser did not understand.
func syntax(message string) (string, string) {
	switch {
	case strings.Contains(message, "unexpected eof"):
		return "the file ends in the middle of a rule", "close what is open: a brace, a bracket or a quotation mark is missing"
	case strings.Contains(message, "keyword is required"):
		return "the syntax is that of OPA before 1.0: " + message, "write fail contains {\"message\": …} if { … }"
	case strings.HasPrefix(message, "unexpected "):
		return "the syntax is wrong: " + message, "correct it; \"opa fmt\" shows how OPA reads the file"
	}
	return message, "see the Rego language at https://www.openpolicyagent.org/docs/policy-language"
}

// yamlLine matches what is wrong in a line of YAML.
const yamlLine = `(?:yaml: )?line (\d+): (.+)`

// unparsable says what is wrong with a file that has no syntax tree.
func unparsable(file string, text []byte, err error) Problems {
	if strings.TrimSpace(string(text)) == "" {
		return Problems{{File: file, Line: 1, Message: "the file is empty", Hint: "remove it"}}
	}
	var list ast.Errors
	if !errors.As(err, &list) {
		return fromOPA(file, err)
	}
	var out Problems
	for _, e := range list {
		m := regexp.MustCompile(yamlLine).FindStringSubmatch(e.Message)
		if e.Location == nil || m == nil || !strings.HasPrefix(e.Message, "yaml: ") {
			out = append(out, fromOPA(file, ast.Errors{e})...)
			continue
		}
		below, _ := strconv.Atoi(m[1]) // digits only
		line := e.Location.Row
		rows := strings.Split(string(text), "\n")
		for i := min(line, len(rows)) - 1; i >= 0; i-- {
			if strings.TrimSpace(strings.TrimPrefix(rows[i], "#")) == "METADATA" {
				line = i + 1 + below
				break
			}
		}
		out = append(out, Problem{File: file, Line: line, Message: "the METADATA is no YAML: " + m[2],
			Hint: "indent with spaces after the #, and put a text with a colon in quotation marks"})
	}
	return out
}

// mismatch says which types do not meet, or "" for an error of another sort.
func mismatch(e *ast.Error) string {
	switch detail := e.Details.(type) {
	case *ast.UnificationErrDetail:
		return fmt.Sprintf("the compared values are never of one type: %s and %s", typeInWords(detail.Left), typeInWords(detail.Right))
	case *ast.ArgErrDetail:
		name, _, _ := strings.Cut(e.Message, ":")
		if at := strings.LastIndex(name, "._"); at >= 0 { // a helper of the policy's own
			name = name[at+1:]
		}
		var have, want []string
		for i, t := range detail.Have {
			have = append(have, typeInWords(t))
			if i < len(detail.Want.Args) {
				want = append(want, typeInWords(detail.Want.Args[i]))
			}
		}
		return fmt.Sprintf("%s takes (%s) and is given (%s)", name, strings.Join(want, ", "), strings.Join(have, ", "))
	}
	return ""
}

// typeInWords is a type without the parts that take a page.
func typeInWords(t types.Type) string {
	switch t := t.(type) {
	case *types.Array:
		if t.Dynamic() != nil && t.Len() == 0 {
			return "a list of " + typeInWords(t.Dynamic())
		}
		return "a list"
	case *types.Object:
		return "an object"
	case *types.Set:
		return "a set"
	case types.Any:
		parts := make([]string, 0, len(t))
		for _, either := range t {
			parts = append(parts, typeInWords(either))
		}
		if len(parts) > 0 {
			return strings.Join(slices.Compact(parts), " or ")
		}
	case nil:
		return "nothing"
	}
	return types.Sprint(t)
}
