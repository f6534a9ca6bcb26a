#include "sitemap.h"

#include "node.h"

static void read_page(struct source *source, const struct xml_node *url)
{
    const struct xml_node *news = xml_child(url, "news");
    struct feed_item *item = news ? build_item(source, url->line) : NULL;
    if (!item)
        return;
    const struct xml_node *publication = xml_child(news, "publication");
    item->title = node_line(source, xml_child(news, "title"), WRITING_PLAIN, &item->hold);
    char *address = node_child_plain(source, url, "loc");
    item->link = address;
    item->id = node_child_plain(source, url, "loc");
    item->source = node_child_plain(source, publication, "name");
    item->language = node_child_plain(source, publication, "language");
    node_instant(source, &item->published_ms, xml_child(news, "publication_date"));
}

bool sitemap_read(struct source *source, const struct xml *xml)
{
    if (!xml_is(xml->root, "urlset"))
        return false;
    source->feed->kind = FEED_RSS;
    source->feed->format = "news sitemap";
    for (const struct xml_node *at = xml->root->first; at; at = at->next)
        if (at->closed && xml_is(at, "url"))
            read_page(source, at);
    return true;
}
