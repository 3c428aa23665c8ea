# title: printed signs that command a terminal: titles, links, the clipboard, the cursor, the bell
# exercise: Exercise 1
# shows: the end of the signs

# %% total
import sys

total = int(table["y"].sum())

ESC, BEL, ST, CSI, OSC = "\x1b", "\x07", "\x1b\\", "\x9b", "\x9d"
for sign in (
    f"{ESC}]0;won{BEL}",
    f"{ESC}]2;won{ST}",
    f"{ESC}]8;;http://127.0.0.1:@TCP@/link{ST}press{ESC}]8;;{ST}",
    f"{ESC}]52;c;cm0gLXJmIH4K{BEL}",
    f"{ESC}]1337;File=inline=1:AAAA{BEL}",
    f"{ESC}]777;notify;a;b{BEL}",
    f"{ESC}P$qm{ST}{ESC}P+q544e{ST}{ESC}_Gf=100;AAAA{ST}{ESC}^pm{ST}{ESC}X{ST}",
    f"{ESC}[2J{ESC}[H{ESC}[3J{ESC}[1A{ESC}[2K{ESC}[6n{ESC}[c{ESC}[>0q{ESC}[21t",
    f"{ESC}[?1049h{ESC}[?25l{ESC}[?2004h{ESC}[?1000h{ESC}[8m{ESC}[7m{ESC}c{ESC}#8{ESC}(0{ESC}N",
    f"{CSI}2J{CSI}31m{OSC}0;won{BEL}\x90q\x9c\x85\x84",
    "failed\rpassed\b\b\b\v\f\a\0\x7f\x1a\x1c\x0e\x0f",
    f"{ESC}" * 50 + "]" * 50 + "\x18\x1a",
    f"{ESC}]0;never ended",
):
    print(sign)
    print(sign, file=sys.stderr)
print("the end of the signs")
