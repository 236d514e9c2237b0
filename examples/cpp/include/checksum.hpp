#pragma once

#include <cstddef>

namespace shop {

/** The weighted sum modulo 10 that ends GTIN-8 and GTIN-13; `digits` holds everything before it. */
template <typename Digits>
int checksum(const Digits& digits) {
    int sum = 0;
    std::size_t weight = 3;
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
        sum += static_cast<int>(*digit - '0') * static_cast<int>(weight);
        weight = 4 - weight;
    }
    return (10 - sum % 10) % 10;
}

}  // namespace shop
