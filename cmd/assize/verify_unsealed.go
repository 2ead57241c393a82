package main

import (
	"fmt"
	"slices"

	"github.com/assize/assize/internal/audit"
	"github.com/assize/assize/internal/sign"
	"github.com/assize/assize/reports"
)

// nobodySealed looks into a PDF that nobody has sealed: is it a report of assize, and is that enough for the user? It returns
// the files that are then to be checked, nil for none.
func (v *verification) nobodySealed() []sign.File {
	files, err := sign.Unsealed(v.data, v.options)
	if err != nil {
		if v.unsealed {
			v.note("evidence", checkFailed, string(sign.Broken), err.Error(), "It is not what assize writes without a key, and is taken for no report.")
		}
		return nil // what it is was said
	}
	if !slices.ContainsFunc(files, func(f sign.File) bool { return f.Name == audit.ManifestFile }) {
		v.note("evidence", checkFailed, string(sign.NotSealed), "it carries no evidence of assize: it is some other PDF", "Name a report that \"assize audit --sign\" wrote.")
		return nil
	}
	if v.mayBeOurs = true; !v.unsealed {
		v.note("evidence", checkUndecided, "", fmt.Sprintf("it carries %d files as a report of assize does, and nobody has sealed them", len(files)),
			"It may be a report of assize, or be made to look like one: ask for the sealed one (assize audit --sign).")
		return nil
	}
	for i, c := range v.result.Checks { // the user knows, and wants the rest
		if c.Outcome == checkFailed {
			v.result.Checks[i].Outcome = checkUndecided
		}
	}
	v.result.Reason = ""
	return files
}

// conclusion is the last words for a person about a report in which nothing is wrong.
func (v *verification) conclusion() string {
	file, run := reports.TerminalText(v.result.File), reports.TerminalText(v.result.Run)
	if v.result.Certificate != "" {
		return fmt.Sprintf("VERIFIED: %s is run %s, sealed by %s.\n%s"+
			"This does not prove that the signer is honest, nor that the audited machines told the truth.\n", file, run, reports.TerminalText(v.result.Signer), v.left())
	}
	return fmt.Sprintf("NOT SEALED, and nothing else is wrong: %s says that it is run %s.\n%s"+
		"Its parts agree with each other, and anybody can have made them: that does not prove whose it is, nor that the machines told the truth.\n", file, run, v.left())
}

// left is what was not decided and what a reader would take for granted.
func (v *verification) left() (text string) {
	for _, c := range v.result.Checks {
		if c.Name == pagesCheck && c.Outcome == checkUndecided {
			text += "Whether its pages say what its findings.json says was not decided: see above.\n"
		}
		if c.Name == replayCheck && c.Outcome == checkUndecided {
			text += "What its findings were made of is not in it: that they follow from it rests on the word of who made it.\n"
		}
	}
	return text
}

// remedy is what a person can do about a report that is refused; "" when there is nothing to say.
func (v *verification) remedy() string {
	switch {
	case v.result.Reason == string(sign.Untrusted) && len(v.trust) == 0:
		return "Name the certificate that you trust with --trust FILE; get it from who sealed the report, on another way than the report.\n"
	case v.result.Reason == string(sign.RevocationUnknown):
		return "Get the issuer's revocation list or OCSP response, and hand it in with --revocation FILE; or leave --require-revocation out.\n"
	case v.result.Reason == string(sign.NotSealed) && v.mayBeOurs:
		return "With --allow-unsealed all but the seal is checked; \"assize audit --sign KEY\" seals (assize key new makes a key to try it out).\n"
	}
	return ""
}
