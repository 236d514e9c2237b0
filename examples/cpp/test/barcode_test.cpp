#include <cstdlib>
#include <iostream>

#include "barcode.hpp"

namespace {

int failures = 0;

void expect(bool holds, const char* what) {
    if (!holds) {
        ++failures;
        std::cerr << "failed: " << what << '\n';
    }
}

}  // namespace

int main() {
    expect(shop::classify("4006381333931") == shop::Kind::gtin13, "a GTIN-13 is known");
    expect(shop::classify("4006381333932") == shop::Kind::unknown, "a wrong check digit is refused");
    expect(shop::complete("400638133393") == "4006381333931", "the check digit is added");
    return failures == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
