/* What Home Assistant is told of this wall: one document, of which it makes a device with its
 * entities (MQTT discovery by device, https://www.home-assistant.io/integrations/mqtt/). Its states
 * have at most 255 characters: words stand in attributes, too.
 */
#ifndef LINK_DISCOVERY_H
#define LINK_DISCOVERY_H

#include <jansson.h>

#include "link/topic.h"

/* The document; the caller json_decrefs. */
json_t *discovery_document(const struct topic_names *names);

/* Where it is told, below the prefix (mqtt.discovery); the caller frees. */
char *discovery_topic(const char *prefix, const struct topic_names *names);

#endif
