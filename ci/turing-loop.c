/* A plain Turing machine loop, to compare ours with: byte tape, one table, one step at a time.
 *
 * turing-loop MACHINE REPEATS prints the steps, the score and the best steps a second. The tape has
 * a fixed length that is enough for the five-state champion.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CELLS (1 << 20)

struct action {
    unsigned char write;
    signed char move;
    signed char next;
};

static struct action table[64][16];
static unsigned char tape[CELLS];

int main(int count, char **arguments)
{
    if (count != 3) {
        fprintf(stderr, "usage: turing-loop MACHINE REPEATS\n");
        return 2;
    }
    const char *text = arguments[1];
    int states = 1, symbol = 0;
    for (const char *c = text; *c; c++)
        states += *c == '_';
    for (int state = 0; *text; ) {
        if (*text == '_') {
            state++;
            symbol = 0;
            text++;
            continue;
        }
        struct action *action = &table[state][symbol++];
        action->write = text[0] - '0';
        action->move = text[1] == 'L' ? -1 : 1;
        action->next = text[2] - 'A' < states ? text[2] - 'A' : -1;
        text += 3;
    }
    double best = 0;
    unsigned long long steps = 0, score = 0;
    for (int repeat = atoi(arguments[2]); repeat > 0; repeat--) {
        memset(tape, 0, sizeof tape);
        struct timespec start, end;
        clock_gettime(CLOCK_MONOTONIC, &start);
        long head = CELLS / 2;
        int state = 0;
        steps = 0;
        while (state >= 0 && head >= 0 && head < CELLS) {
            struct action action = table[state][tape[head]];
            tape[head] = action.write;
            head += action.move;
            state = action.next;
            steps++;
        }
        clock_gettime(CLOCK_MONOTONIC, &end);
        double seconds = (end.tv_sec - start.tv_sec) + 1e-9 * (end.tv_nsec - start.tv_nsec);
        score = 0;
        for (long cell = 0; cell < CELLS; cell++)
            score += tape[cell] != 0;
        if (steps / seconds > best)
            best = steps / seconds;
    }
    printf("%llu steps, score %llu, %.0f million steps a second\n", steps, score, best / 1e6);
    return 0;
}
