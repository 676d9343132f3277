/* SPDX-FileCopyrightText: 2026 Lijnwijzer
 * SPDX-License-Identifier: EUPL-1.2
 *
 * poisson PORT PATHS START RATE SECONDS CONNECTIONS [TOKEN]
 *
 * Open loop: requests arrive RATE a second at random (Poisson), whether or not earlier ones were answered. One
 * that finds no free connection waits for it, and its latency counts from the moment that it arrived: a server
 * that falls behind is seen to fall behind. It looks at its sockets without sleeping, so it wants a core alone.
 * Answers must have a Content-Length. Prints one line of JSON; what was not answered within SECONDS more counts
 * with the time that it had waited so far.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD = 64 * 1024 };

typedef struct {
    int fd, busy;
    double arrived;             /* of the request it is answering */
    char head[HEAD + 1];
    size_t had, want;           /* bytes of the answer so far; all of them, 0 while the head is not whole */
} Connection;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static char **read_lines(const char *path, size_t *count)
{
    FILE *file = fopen(path, "r");
    if (!file) die(path);
    char **lines = NULL, *line = NULL;
    size_t room = 0;
    ssize_t length;
    for (*count = 0; (length = getline(&line, &room, file)) > 0; (*count)++) {
        if (line[length - 1] == '\n') line[length - 1] = 0;
        lines = realloc(lines, (*count + 1) * sizeof *lines);
        if (!lines || !(lines[*count] = strdup(line))) die("memory");
    }
    fclose(file);
    if (!*count) die("no paths");
    return lines;
}

static int dial(int port, int epoll, Connection *c)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;
    c->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&to, sizeof to)) return -1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = c};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &wanted);
}

/* Take in what came: 1 when the answer is whole and 200, 0 when there is more to come, -1 when it is a fault. */
static int take(Connection *c)
{
    static char rest[256 * 1024];
    int head = c->want == 0;
    ssize_t got = head ? read(c->fd, c->head + c->had, HEAD - c->had) : read(c->fd, rest, sizeof rest);
    if (got < 0 && errno == EAGAIN) return 0;
    if (got <= 0) return -1;
    c->had += got;
    if (head) {
        c->head[c->had] = 0;
        char *end = strstr(c->head, "\r\n\r\n"), *length = strcasestr(c->head, "\r\ncontent-length:");
        if (!end) return c->had < HEAD ? 0 : -1;
        if (strncmp(c->head, "HTTP/1.1 200", 12) || !length || length > end) return -1;
        c->want = end + 4 - c->head + strtoul(length + 17, NULL, 10);
    }
    return c->had < c->want ? 0 : c->had == c->want ? 1 : -1;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
    if (argc < 7) return fprintf(stderr, "poisson PORT PATHS START RATE SECONDS CONNECTIONS [TOKEN]\n"), 2;
    int port = atoi(argv[1]), connections = atoi(argv[6]), epoll = epoll_create1(0);
    size_t count, start = strtoul(argv[3], NULL, 10), sent = 0, done = 0, faults = 0, total;
    double rate = atof(argv[4]), seconds = atof(argv[5]), due = 0;
    char **paths = read_lines(argv[2], &count), token[16 * 1024] = "", request[32 * 1024];
    if (argc > 7) snprintf(token, sizeof token, "Authorization: Bearer %s\r\n", argv[7]);

    srand48(20261123 + (long)start);
    double *arrivals = malloc((size_t)(rate * seconds * 2 + 1000) * sizeof *arrivals);
    for (total = 0; (due -= log(1 - drand48()) / rate) < seconds; total++) arrivals[total] = due;
    double *took = calloc(total + 1, sizeof *took);
    Connection *all = calloc(connections, sizeof *all), **idle = calloc(connections, sizeof *idle);
    int free_ones = 0;
    for (int i = 0; i < connections; i++) {
        if (dial(port, epoll, &all[i])) die("connect");
        idle[free_ones++] = &all[i];
    }

    double began = now(), late = 0, freed = 0; /* freed: when there last was none idle, and then one */
    while (done < total && now() - began < 2 * seconds) {
        while (sent < total && free_ones && now() - began >= arrivals[sent]) {
            Connection *c = idle[--free_ones];
            int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n",
                                  paths[(start + sent) % count], port, token);
            double after = now() - began - (arrivals[sent] > freed ? arrivals[sent] : freed);
            if (after > late) late = after;
            c->busy = 1, c->had = c->want = 0, c->arrived = arrivals[sent++];
            if (write(c->fd, request, length) != length) die("write");
        }
        struct epoll_event events[64];
        int ready = epoll_wait(epoll, events, 64, 0);
        for (int i = 0; i < ready; i++) {
            Connection *c = events[i].data.ptr;
            int whole = take(c);
            if (!whole) continue;
            if (whole < 0) {
                close(c->fd);
                if (dial(port, epoll, c)) die("connect again");
            }
            if (!c->busy) continue; /* the other side closed one that was idle */
            took[done++] = now() - began - c->arrived;
            faults += whole < 0;
            c->busy = 0;
            if (!free_ones) freed = now() - began;
            idle[free_ones++] = c;
        }
    }
    size_t unanswered = total - done;
    double end = now() - began;
    for (int i = 0; i < connections; i++)
        if (all[i].busy) took[done++] = end - all[i].arrived;
    for (; done < total; sent++) took[done++] = end - arrivals[sent];
    qsort(took, total, sizeof *took, by_size);
    printf("{\"requests\": %zu, \"unanswered\": %zu, \"faults\": %zu, \"p50_us\": %.0f, \"p99_us\": %.0f, \"most_us\": %.0f, "
           "\"late_us\": %.0f}\n",
           total, unanswered, faults, took[total / 2] * 1e6, took[total * 99 / 100] * 1e6, took[total - 1] * 1e6, late * 1e6);
    return 0;
}
