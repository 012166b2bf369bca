package simulator

import (
	"fmt"
)

// Tag is one tag of PushTags.
type Tag struct {
	// Name is without refs/tags/.
	Name string
	// Target is a commit, branch or tag; the default branch when empty.
	Target string
	// Message makes the tag annotated.
	Message string
	// Nested adds so many annotated tags between the outer one and the commit.
	Nested int
}

// CreateTag creates one tag, annotated when message is not empty, and sends
// push. It returns the object that the ref points at (the tag object of an
// annotated tag) and the commit.
func (g *GitHub) CreateTag(fullName, name, target, message, by string) (object, commit string, err error) {
	return g.oneTag(fullName, by, Tag{Name: name, Target: target, Message: message})
}

// CreateNestedTag creates an annotated tag that points at an annotated tag.
func (g *GitHub) CreateNestedTag(fullName, name, target, message, by string) (object, commit string, err error) {
	return g.oneTag(fullName, by, Tag{Name: name, Target: target, Message: message, Nested: 1})
}

// MoveTag points an existing tag elsewhere by force, and sends push with forced.
func (g *GitHub) MoveTag(fullName, name, target, message, by string) (object, commit string, err error) {
	return g.oneTag(fullName, by, Tag{Name: name, Target: target, Message: message})
}

func (g *GitHub) oneTag(fullName, by string, tag Tag) (object, commit string, err error) {
	if err := g.PushTags(fullName, by, tag); err != nil {
		return "", "", err
	}
	g.mutex.Lock()
	defer g.mutex.Unlock()
	r, err := g.find(fullName)
	if err != nil {
		return "", "", err
	}
	found, err := r.git.look("refs/tags/"+tag.Name, "refs/tags/"+tag.Name+"^{commit}")
	if err != nil {
		return "", "", err
	}
	return found[0].sha, found[1].sha, nil
}

// PushTags creates or moves tags in one push. More than three tags in a push
// send no event at all.
// https://docs.github.com/webhooks/webhook-events-and-payloads#push
func (g *GitHub) PushTags(fullName, by string, tags ...Tag) error {
	return g.withRepository(fullName, func(r *repository) error {
		for _, tag := range tags {
			ref := "refs/tags/" + tag.Name
			before := r.git.reference(ref).sha
			after, err := g.writeTag(r, tag, by)
			if err != nil {
				return err
			}
			if before == "" {
				before = zeroSHA
			}
			if len(tags) > 3 || before == after {
				continue
			}
			if err := g.sendPush(r, ref, before, after, by); err != nil {
				return err
			}
			if before == zeroSHA {
				g.sendCreated(r, "create", "tag", tag.Name, by)
			}
		}
		return nil
	})
}

func (g *GitHub) writeTag(r *repository, tag Tag, by string) (string, error) {
	if tag.Target == "" {
		tag.Target = r.defaultBranch
	}
	sha, kind := r.git.commit(tag.Target), "commit"
	if sha == "" {
		return "", fmt.Errorf("simulator: no commit %q", tag.Target)
	}
	if tag.Message != "" {
		for level := range tag.Nested + 1 {
			name := tag.Name
			if level < tag.Nested {
				name = fmt.Sprintf("%s-inner%d", tag.Name, level)
			}
			content := fmt.Sprintf("object %s\ntype %s\ntag %s\ntagger %s <%s> %d +0000\n\n%s\n", sha, kind, name, by, noReply(by), g.now().Unix(), tag.Message)
			made, err := r.git.run([]byte(content), "mktag")
			if err != nil {
				return "", err
			}
			sha, kind = made, "tag"
		}
	}
	_, err := r.git.run(nil, "update-ref", "refs/tags/"+tag.Name, sha)
	return sha, err
}

// DeleteTag deletes a tag and sends push with deleted.
func (g *GitHub) DeleteTag(fullName, name, by string) error {
	return g.withRepository(fullName, func(r *repository) error {
		ref := "refs/tags/" + name
		before := r.git.reference(ref).sha
		if before == "" {
			return fmt.Errorf("simulator: no tag %q", name)
		}
		if _, err := r.git.run(nil, "update-ref", "-d", ref); err != nil {
			return err
		}
		g.sendCreated(r, "delete", "tag", name, by)
		return g.sendPush(r, ref, before, zeroSHA, by)
	})
}

// sendCreated sends create or delete, which fire beside push.
// https://docs.github.com/webhooks/webhook-events-and-payloads#create
func (g *GitHub) sendCreated(r *repository, event, kind, name, by string) {
	payload := object{"ref": name, "ref_type": kind, "pusher_type": "user"}
	if event == "create" {
		payload["master_branch"], payload["description"] = r.defaultBranch, nil
	}
	g.send(r, event, "", by, payload)
}
