// Command bot answers every mention with a reaction.
package main

import (
	"context"
	"log"
	"os"

	"nagare/stream"
	"nagare/stream/misskey"
)

func main() {
	ctx := context.Background()
	api := &misskey.API{Origin: os.Getenv("MISSKEY_ORIGIN"), Token: os.Getenv("MISSKEY_TOKEN")}
	c, err := stream.Dial(ctx, api.Origin, &stream.Options{Token: api.Token, CheckToken: api.CheckToken})
	if err != nil {
		log.Fatal(err)
	}
	me, err := c.Join(stream.Main(), nil)
	if err != nil {
		log.Fatal(err)
	}
	for e := range me.Reader().All(ctx) {
		if m, is := e.(stream.Message); is && m.Type == "mention" {
			if note, err := misskey.DecodeNote(m.Body); err == nil {
				if err := api.React(ctx, note.ID, "👍"); err != nil {
					log.Print(err)
				}
			}
		}
	}
}
