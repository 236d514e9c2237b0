#pragma once

#include <string>

namespace shop {

enum class Kind { unknown, gtin8, gtin13 };

Kind classify(const std::string& code);
std::string complete(const std::string& digits);

}  // namespace shop
