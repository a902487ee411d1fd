#pragma once
// Every code list of the canonical model. The code is the standard's own word, unchanged, so that a receiver
// who knows the standard knows the code; the label says it in Dutch where the code alone does not.
#include "mapping/canonical/codes/achtergrond.h"
#include "mapping/canonical/codes/doelen.h"
#include "mapping/canonical/codes/inburgering.h"
#include "mapping/canonical/codes/leerroute.h"
#include "mapping/canonical/codes/persoon.h"
