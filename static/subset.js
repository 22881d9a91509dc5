// Cuts the fonts named on the command line down, in place, to the letters of
// European languages that are written in Latin, and to our punctuation; kerning
// stays. make vendor runs it where subset-font is installed.
const fs = require("fs");
const subset = require("subset-font");

const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");
const letters = range(0x20, 0x7e) + range(0xa0, 0x17f) + range(0x2010, 0x2015) + range(0x2018, 0x201e) + "†•…‰‹›€←↑→↓−≤≥✓ẞșțȘȚ";

(async () => {
  for (const file of process.argv.slice(2)) {
    fs.writeFileSync(file, await subset(fs.readFileSync(file), letters, { targetFormat: "woff2", noLayoutClosure: true }));
  }
})();
