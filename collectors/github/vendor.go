package github

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/assize/assize/collectors"
	kinds "github.com/assize/assize/collectors/kinds/github"
)

func appsEntry() entry {
	return entry{
		service: "apps", kinds: []string{"github.app_installation"}, calls: []string{installationsOf},
		organization: func(ctx context.Context, v *visit) error {
			return v.tellAll(ctx, at(installationsOf, v.owner), "installations", "github.app_installation", v.installation)
		},
	}
}

// tellAll reads a list of the organisation and tells each item as a resource of a kind.
func (v *visit) tellAll(ctx context.Context, r request, key, kind string, read func(o object) (collectors.Head, any)) error {
	err := v.each(ctx, r, key, func(o object) error {
		var p partial
		head, facts := read(o.read(&p))
		head.Kind = kind
		return v.emit(head, facts, p)
	})
	return v.brokenOff(ctx, err, kind)
}

// brokenOff tells of a list that was not read to the end. What is no fault is an error of the visit.
func (v *visit) brokenOff(ctx context.Context, err error, kind string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err == nil {
		return nil
	}
	if !isFault(err) {
		return err
	}
	v.kindGap(err, kind)
	return nil
}

// tellEach is tellAll for a list of one repository.
func (v *visit) tellEach(ctx context.Context, r *repository, ask request, key, kind string, read func(o object) (collectors.Head, any)) error {
	err := v.each(ctx, ask, key, func(o object) error {
		var p partial
		head, facts := read(o.read(&p))
		head.Kind = kind
		return v.emit(head, facts, p)
	})
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil && !isFault(err):
		return err
	case err != nil:
		v.unlisted(r, err, kind)
	}
	return nil
}

func (v *visit) installation(o object) (collectors.Head, any) {
	slug := printable(must[string](o, "app", "app_slug"))
	facts := kinds.AppInstallation{
		App: slug, AppID: must[int](o, "app_id", "app_id"), RepositorySelection: must[string](o, "repository_selection", "repository_selection"),
		Permissions: must[map[string]string](o, "permissions", "permissions"), Events: sorted(must[[]string](o, "events", "events")),
		Suspended: o.has("suspended_at"), CreatedAt: o.time("created_at", "created_at"), UpdatedAt: o.time("updated_at", "updated_at"),
	}
	id := slug
	if id == "" {
		id = "installation " + o.text("id")
	}
	return collectors.Head{ID: strings.ToLower(v.owner + "/" + id), Name: id}, facts
}

func patsEntry() entry {
	return entry{
		service: "tokens", kinds: []string{"github.pat"}, calls: []string{patsOf},
		organization: func(ctx context.Context, v *visit) error {
			return v.tellAll(ctx, at(patsOf, v.owner), "", "github.pat", v.pat)
		},
	}
}

func (v *visit) pat(o object) (collectors.Head, any) {
	owner, _ := o.in("owner")
	facts := kinds.PAT{
		Owner: must[string](owner, "owner", "login"), Token: printable(must[string](o, "token", "token_name")),
		RepositorySelection: must[string](o, "repository_selection", "repository_selection"), Permissions: map[string]string{},
		GrantedAt: o.time("granted_at", "access_granted_at"), Expired: must[bool](o, "expired", "token_expired"),
		ExpiresAt: nullTime(o, "expires_at", "token_expires_at"), LastUsedAt: nullTime(o, "last_used_at", "token_last_used_at"),
	}
	for level, granted := range must[map[string]map[string]string](o, "permissions", "permissions") {
		for name, access := range granted {
			facts.Permissions[level+"."+name] = access
		}
	}
	id := strings.ToLower(v.owner) + "/" + o.text("id")
	return collectors.Head{ID: id, Name: facts.Token + " of " + facts.Owner}, facts
}

func credentialsEntry() entry {
	return entry{
		service: "credentials", kinds: []string{"github.credential"}, calls: []string{credentialsOf},
		organization: func(ctx context.Context, v *visit) error {
			ask := at(credentialsOf, v.owner)
			if v.server || v.lesser(ask, "single sign-on") != nil {
				return nil // without single sign-on for an organisation nobody lets a credential reach one
			}
			return v.tellAll(ctx, ask, "", "github.credential", v.memberCredential)
		},
	}
}

// memberCredential reads what a member let reach the organisation. GitHub leaves out what a type does not have.
func (v *visit) memberCredential(o object) (collectors.Head, any) {
	facts := kinds.Credential{
		Owner: must[string](o, "owner", "login"), Type: printable(must[string](o, "type", "credential_type")),
		AuthorizedAt: o.time("authorized_at", "credential_authorized_at"), AccessedAt: o.timeOrNull("accessed_at", "credential_accessed_at"),
		ExpiresAt: o.timeOrNull("expires_at", "authorized_credential_expires_at"),
	}
	if o.has("scopes") {
		facts.Scopes = sorted(must[[]string](o, "scopes", "scopes"))
	}
	id := strings.ToLower(v.owner) + "/" + o.text("credential_id")
	return collectors.Head{ID: id, Name: facts.Type + " of " + facts.Owner}, facts
}

// nullTime reads a time that is null when there is none, and is there all the same.
func nullTime(o object, path, key string) *string {
	if _, there := o.fields[key]; !there {
		o.lacks(path, key)
		return nil
	}
	return o.timeOrNull(path, key)
}

func webhooksEntry() entry {
	return entry{
		service: "webhooks", kinds: []string{"github.webhook"}, calls: []string{orgHooksOf, hooksOf}, about: flat(1), living: true,
		organization: func(ctx context.Context, v *visit) error {
			return v.tellAll(ctx, at(orgHooksOf, v.owner), "", "github.webhook", func(o object) (collectors.Head, any) { return webhook(o, v.owner, nil) })
		},
		repository: func(ctx context.Context, v *visit, r *repository) error {
			return v.tellEach(ctx, r, at(hooksOf, r.owner, r.name), "", "github.webhook", func(o object) (collectors.Head, any) { return webhook(o, r.full, &r.full) })
		},
	}
}

// webhook reads one webhook. Only the host of its address is kept: the rest may hold a token.
func webhook(o object, owner string, repository *string) (collectors.Head, any) {
	facts := kinds.Webhook{
		Repository: repository, Active: must[bool](o, "active", "active"), Events: sorted(must[[]string](o, "events", "events")),
	}
	config, ok := o.in("config")
	if !ok {
		for _, path := range []string{"host", "scheme", "verifies_tls", "has_secret", "content_type"} {
			o.lacks(path, "config")
		}
	} else {
		u, err := url.Parse(must[string](config, "host", "url"))
		switch {
		case !config.has("url"):
			o.lacks("scheme", "config.url")
		case err != nil || u.Host == "":
			o.garbled("host", "config.url")
			o.garbled("scheme", "config.url")
		default:
			facts.Host, facts.Scheme = printable(strings.ToLower(u.Host)), strings.ToLower(u.Scheme)
		}
		// GitHub leaves out what has its default. Source: GitHub's description, webhook-config.
		facts.VerifiesTLS = !config.has("insecure_ssl") || config.text("insecure_ssl") == "0"
		facts.HasSecret = config.has("secret")
		facts.ContentType = "form"
		if config.has("content_type") {
			facts.ContentType = must[string](config, "content_type", "content_type")
		}
	}
	if last, there := o.in("last_response"); there && last.has("code") {
		facts.LastStatus = may[int](last, "last_status", "code")
	}
	id := fmt.Sprintf("%s/hooks/%s", strings.ToLower(owner), o.text("id"))
	return collectors.Head{ID: id, Name: owner + ": " + facts.Host}, facts
}

func keysEntry() entry {
	return entry{
		service: "deploy keys", kinds: []string{"github.deploy_key"}, calls: []string{keysOf}, about: aboutKeys, counted: true, repository: collectKeys,
	}
}

func collectKeys(ctx context.Context, v *visit, r *repository) error {
	if v.keyless() {
		return nil
	}
	if v.none(ctx, r, "deployKeys", keysOf) {
		return nil
	}
	return v.tellEach(ctx, r, at(keysOf, r.owner, r.name), "", "github.deploy_key", func(o object) (collectors.Head, any) {
		facts := kinds.DeployKey{
			Repository: r.full, Title: printable(must[string](o, "title", "title")), ReadOnly: must[bool](o, "read_only", "read_only"),
			Verified: must[bool](o, "verified", "verified"), CreatedAt: o.time("created_at", "created_at"),
			LastUsed: nullTime(o, "last_used", "last_used"), AddedBy: may[string](o, "added_by", "added_by"),
		}
		return collectors.Head{ID: r.id + "/keys/" + o.text("id"), Name: facts.Title + " of " + r.full}, facts
	})
}

func secretsEntry() entry {
	return entry{
		service: "secrets", kinds: []string{"github.secret"}, calls: []string{orgSecretsOf, orgBotSecretsOf, secretsOf}, about: deepened(1), living: true,
		organization: func(ctx context.Context, v *visit) error {
			for use, ask := range map[string]request{"actions": at(orgSecretsOf, v.owner), "dependabot": at(orgBotSecretsOf, v.owner)} {
				err := v.tellAll(ctx, ask, "secrets", "github.secret", func(o object) (collectors.Head, any) { return storedSecret(o, v.owner, nil, use) })
				if err != nil {
					return err
				}
			}
			return nil
		},
		repository: func(ctx context.Context, v *visit, r *repository) error {
			if !v.deep {
				v.unlisted(r, v.onRequest(), "github.secret")
				return nil
			}
			return v.tellEach(ctx, r, at(secretsOf, r.owner, r.name), "secrets", "github.secret", func(o object) (collectors.Head, any) {
				return storedSecret(o, r.full, &r.full, "actions")
			})
		},
	}
}

func storedSecret(o object, owner string, repository *string, use string) (collectors.Head, any) {
	facts := kinds.Secret{Repository: repository, For: use, CreatedAt: o.time("created_at", "created_at"), UpdatedAt: o.time("updated_at", "updated_at")}
	if repository == nil {
		text := must[string](o, "visibility", "visibility")
		facts.Visibility = &text
	}
	name := o.text("name")
	return collectors.Head{ID: strings.ToLower(owner) + "/secrets/" + use + "/" + name, Name: owner + ": " + name}, facts
}
