//go:build !js

package streamtest

// english are the texts of the English-speaking part of the town, in the same
// little language as japanese.
const english = `
any | {Good morning|Morning, everyone|Hello from a very early train}. The fog is so thick the {harbour|hill|bakery} has simply been cancelled
any | I have decided that {Tuesdays|rainy days|small spoons|long corridors} are underrated and I will be taking questions
any | Found a {paper crane|pressed fern|bus ticket from 1994|recipe for plum jam} in a library book. Put it back for the next person
any | The {kettle|radiator|fridge|old clock} is making the noise again. I have chosen to call it ambience
any | Walked {n:4-14} km, met {three dogs|a very serious goose|my old teacher|one heron}, would recommend
any | Today's small win: {the drawer closes now|I answered the email|the sourdough lived|I found the other glove}
any | There is a particular kind of quiet after {snow|the last bus|a power cut|everyone has gone home} and I would like to bottle it
any | My {umbrella|neighbour|alarm clock|bicycle} and I have reached an understanding
any | Somebody on my street is learning the {cello|trumpet|accordion|bagpipes}. Week {n:3-20}. We are all rooting for them
any | Reminder that you can just {buy yourself flowers|go home early|eat breakfast twice|call your sister}. No one checks
any | The clouds looked {hand-painted|slightly upholstered|freshly ironed|like they had somewhere to be} tonight
any | I keep a list of words that sound like what they are. New entry: {“murmur”|“puddle”|“thicket”|“lull”}
any | {Tea|Soup|A nap|A second blanket} fixed it. It usually does :tea:
any | Lost an argument with a {vending machine|pigeon|fitted sheet|folding chair}. Details classified
any | If you need me I will be on the {ferry|balcony|slow train|good bench}, looking at {the water|nothing|other people's dogs} on purpose
any | Overheard: “It's not late, it's just {very early for tomorrow|shy|on island time}.”
any | Set out to tidy the {desk|shed|inbox}. Found {a photo album|old letters|a ukulele}. Three hours gone, no regrets
any | {@} you were right about the {back road|cinnamon|blue paint|night bus}. I will say this once
any | Good night to {everyone|the lighthouse|the baker who is already up|whoever is watering those plants} and to nobody else :oyasumi:
any | Learned today that {octopuses taste with their arms|the moon smells like gunpowder|wombats make cubes|bananas are berries}. Carrying on as if nothing happened
cook | Soup report: {leek and potato|lentil|miso with clams|roasted tomato}, {n:2-5} bowls, zero left
cook | The secret is {more butter than you'd admit|one anchovy|patience|a lemon at the very end}. The secret is always that
cook | Bread day! {Rye with caraway|A slightly lopsided batard|Milk buns|Focaccia with too much rosemary}. The whole stairwell knows
cook | I followed the recipe exactly, except for the {flour|oven|time|ingredients}, and it came out {weird|wonderful|as soup}
dev | Deleted {n:180-900} lines. Nothing changed. This is the best feeling in software
dev | Today I learned the bug was {a missing comma|daylight saving time|working as documented|me, in 2021}
dev | ˋselect {}ˋ is just Go for “I'm waiting here until something nice happens” #golang
dev | The test passed locally, passed in CI, and failed in front of {the customer|my manager|a rubber duck}. Classic {Tuesday|duck} behaviour
dev | Wrote the docs first, then the code to match. {Felt like cheating|Would do again|Who knew} #golang
dev | Shipping a tiny thing tonight: a {tide clock|feed reader|moss identifier|terminal jukebox} in about {n:200-900} lines
dev | Half-open TCP connections are just {ghosting|a long silence at dinner|houseplants}: they look alive until you ask them something
music | New patch: {one oscillator, far too much reverb|a choir of broken kettles|rain, but in 7/8|the sound of a lift thinking} #synth
music | Recorded the {frogs|ferry horn|wind in the fence|washing machine} and slowed it down {n:4-16} times. It is now an opera #synth
music | The piano tuner stayed for tea and played one chord for {n:10-40} minutes. Nobody minded
book | Currently reading: {a history of lighthouses|a mystery with no detective|letters between two beekeepers|an atlas of islands that aren't there} #books
book | Returned {n:3-8} books, borrowed {n:9-14}. The maths is between me and the library #books
book | {Tonight|On the train|Under the blanket}: https://gallery.example/stories/{the-lamp-room|a-map-of-puddles|seven-ferries} #books
book | A child asked today if the library “closes at night so the books can sleep”. Yes. Officially yes #books
bird | {Two goldfinches|A kingfisher|An extremely round robin|One confused puffin}, {n:6-7} a.m., by the canal. Best meeting of my week #birds
bird | They have put a camera on the old pier: https://fjord.example/herons/cam #birds
bird | The herons are back on the old pier. {n:3-9} of them, standing like unpaid extras #birds
bird | Heard a {nightjar|cuckoo|tawny owl} from the kitchen. Burned the onions. Worth it #birds
photo | {First light|Last light|Blue hour|Five minutes before the storm} at the {quay|allotments|tram depot|observatory} #photo
photo | Film came back. {n:30-36} frames, {n:2-5} good, one of them an accident and the best of all #photo
sea | Wind {n:3-7}, sea {slight|moderate|in a mood}. The ferry went anyway. So did my hat
sea | Low tide at {n:6-11}. Found {sea glass, three colours|a message in a bottle: “eggs, milk”|one left boot|the moon's reflection} on the strand
garden | The {sweet peas|courgettes|tomatoes|dahlias} have decided to become everyone's problem :sprout:
garden | A robin supervised all my digging today. Strict but fair :sprout:
bike | {n:38-92} km, {n:1-4} punctures, {one|two} perfect {pastries|downhills|views}
bike | New bell on the bike. It goes *ting*. I have never been more powerful
night | Awake with the {radio|rain|fox in the garden|washing machine} again. Good company, no small talk
night | Counted {n:4-15} satellites and one honest star :star_spin:
long | When I was small, my grandfather repaired clocks in the front room of our house, and every one of them told a different time.⏎⏎I asked him once which was right. He thought about it properly, the way he thought about everything, and said: “None of them, while they're here. They're resting.”⏎⏎He'd set each one only at the moment its owner came to collect it. So the whole room ticked, out of step, dozens of small wrong times, and it was the calmest place I have ever been.⏎⏎I think about that whenever I feel behind.
long | Notes from a week without a map:⏎⏎1. People love to be asked the way. They straighten up.⏎2. Directions are mostly about what *used* to be there.⏎3. If two people disagree, there are two ways. Take the one with trees.⏎4. Bakeries face the morning.⏎5. You are never lost in a town with a river, only early.⏎⏎Going back to maps now, but I'll miss the conversations.
long | A very small review of the night train.⏎⏎The bunk is narrow and the blanket is thin and somewhere around two in the morning it stops in a place with one lamp and no name. You look out, and there's a man on the platform holding a thermos, and he lifts it to you, like a toast. Then the train goes on.⏎⏎Five stars.
cw | Film spoilers, {last night's finale|the lighthouse one|the one with the fox} > So the {lighthouse keeper|piano tuner|fox|narrator} had been {writing the letters|the missing brother|the weather} all along. I had to pause and walk around the flat
cw | Food, described at length > {Toast|A baked potato|Noodles at midnight}, butter going translucent at the edges, a little salt. Please respect my privacy at this time
cw | Mild complaining > {The bus|My left shoe|The printer} and I are no longer on speaking terms. Feeling better already, thanks
cw | Spider (no picture) > There's one in the bath and I have named it {Margaret|the landlord|Kevin}. We've agreed on visiting hours
mfm | $[tada IT WORKS] :party:
mfm | $[x2 **{Soup time|Hello|Friday**}]
mfm | $[rainbow Today I finished the quilt] after {n:5-14} months
mfm | The sea today: $[jelly ~~~~~~~~~~] and my hat: $[spin.speed=2s 🎩]
mfm | > You can't step in the same river twice.⏎⏎Speak for yourself, my boots are *full* of it
mfm | $[twitch coffee number {n:3-6}] :coffee:
mfm | **Packing list** for the island⏎- one book⏎- ~~the other book~~⏎- fine, both⏎- $[small socks]
mfm | $[fade slowly drifting off…] :blobcat_sleep:
mfm | $[sparkle New glasses!] Trees have *individual leaves*, did everyone know
mfm | $[font.monospace ding ding] — <b>the ferry</b>, <i>leaving</i>, <s>without me</s> with me
mfm | A proper link for once: [the harbour webcam](https://harbour.example/cam) and a bare one https://lanterns.example/walks/{n:2-30}
mfm | $[blur it was the fox] ← tap for spoilers
mfm | ?[quiet link, no preview](https://tinyworks.example/changelog) — {small|tidy|overdue} release, {n:2-9} fixes
code | Small thing I like about Go⏎ˋˋˋgo⏎defer mu.Unlock()⏎mu.Lock()⏎ˋˋˋ⏎…is wrong in a way you only do once #golang
code | Inline maths for the evening: \(e^{i\pi} + 1 = 0\). Still nice
code | The whole release notes⏎ˋˋˋdiff⏎- sleep(5)⏎+ wait until it is actually ready⏎ˋˋˋ
code | Best line I wrote all week: ˋreturn nilˋ. Second best: the deletion of ˋTODO: fix laterˋ, dated {n:2014-2021}
code | ˋˋˋjs⏎const tea = await kettle.boil();⏎ˋˋˋ⏎It blocks the whole {kitchen|thread|afternoon} and I would not have it any other way
poll | What goes on first? > Jam / Cream / I refuse to be drawn into this
poll | Best time for a walk > Before anyone's up / Lunch / Golden hour / 2 a.m.
poll* | Which of these do you own (choose all) > A tent / Binoculars / A sourdough / Unread library books
poll | Name for the new ferry > Patience / Sea Biscuit / The Second Attempt / Ferry McFerry
poll | Tabs? > Tabs / Spaces / Whatever gofmt says
poll | The lighthouse should be painted > Stripes / White / Let the kids choose / Leave it alone
poll | Keep the beard? > Keep / Lose / Moustache only (brave)
media | {This morning|Yesterday|The walk home}, {unedited|through a train window|with cold hands} #photo
media | {Made this|Grew this|Found this|Baked this}. {Please clap|Very proud|Slightly wonky, like all of us}
media | {View from the desk|View from the ferry|View from the good bench}. {Productivity: low|Spirits: high|No complaints}
media | A few from the {weekend|island|allotment}. The {last|second|blue} one is my favourite
media | Object of the week: {a brass compass, north-ish|a teapot with two spouts|a ticket for a train that never ran|the smallest umbrella in the collection} #museum
media | Lanterns at the {bridge|temple steps|night market}. {My hands were shaking, sorry|Stayed until the last one went out} #photo
reply | {Honestly|Genuinely|Oh,} this made my {day|morning|commute}
reply | {Same here|Same, but with a ferret|Me too}, and I'm not even sorry
reply | {How|Where|When} did you find it? {Asking for a friend|I need to know}
reply | Filing this under {wisdom|things I needed|evidence}
reply | {Take care|Rest well|Hydrate}! :tea:
reply | Counterpoint: {soup|a nap|no}
reply | That's {lovely|the dream|extremely correct}
reply | {Saving|Bookmarking|Stealing} this
reply | I laughed so loud the {cat left|neighbours knocked|dog filed a complaint}
reply | Please post {more|a photo|part two}
back | Thank you! {It took forever|I can't stop grinning|More soon}
back | Ha, {fair|guilty|every single time}
back | The {blue door|second left|one with the cat} by the {canal|post office}. You can't miss it (you can)
back | Photo tomorrow if {it stops raining|I remember|the light behaves}
quote | {This.|Read this twice.|Pinning this to the fridge}
quote | {Yes|Correct|Seconded}, and also: {bring biscuits|tell your friends|drink water}
quote | I have been saying this about {bread|ferries|databases} for years
quote | {Exhibit A|Case in point|See also}: my entire week
home | Thinking out loud: maybe the {attic|garden|second novel} can wait until {spring|I've slept|never}
home | Quiet post for quiet people. {Hi|How was the week?|There's tea}
direct | {@} are we still on for {Saturday|the ferry|the book swap}? I'll bring the {thermos|maps|cake}
local | Town notice: the {footbridge|well|village hall} is open again. {Mind the paint|Thank the volunteers|Bring a chair}
museum | Today in the smallest museum: {a key to no known door|sixteen kinds of blue|a map drawn from memory|the sound of a closing drawer}. Gift of {a sailor|an anonymous aunt|the sea} #museum
museum | Acquired: {one thimble, much travelled|a letter that took {n:20-60} years to arrive|half a chess set}. On view until somebody asks for it back #museum
chime | It is {n:1-12} o'clock somewhere. {Stretch|Look at something far away|Drink some water} 🔔
board | {New here|Long-time lurker|Hello board}! What's everyone's {first cup|favourite mug|window view} today? :coffee:
board | Tool of the day: {a bone folder|my grandmother's whisk|the tiny screwdriver|a very good pencil}
`
