#include "barcode.hpp"

#include <algorithm>
#include <stdexcept>

#include "checksum.hpp"

namespace shop {

namespace {

bool all_digits(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Kind classify(const std::string& code) {
    if (!all_digits(code) || (code.size() != 8 && code.size() != 13)) {
        return Kind::unknown;
    }
    const std::string digits = code.substr(0, code.size() - 1);
    if (checksum(digits) != code.back() - '0') {
        return Kind::unknown;
    }
    return code.size() == 8 ? Kind::gtin8 : Kind::gtin13;
}

std::string complete(const std::string& digits) {
    if (!all_digits(digits)) {
        throw std::invalid_argument("only digits can be completed: " + digits);
    }
    return digits + static_cast<char>('0' + checksum(digits));
}

}  // namespace shop
