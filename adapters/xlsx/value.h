#pragma once
// What a cell of a workbook says, as text that a person would have typed (ECMA-376 part 1, §18.3.1.4,
// §18.8.30, §18.17.4).
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace inburgering::adapters::xlsx {

/// How a number is shown, as far as that changes what it says.
enum class Shown : unsigned char { number, day, time };

/// By the code of a number format, or by the number of one that every program knows.
Shown shown_as(std::string_view format_code);
Shown shown_as(int built_in_format);

/// A number in at most 15 digits, as Excel shows it, with a comma: 22,3 and not 22.300000000000001. Nothing
/// when it is no number.
std::optional<std::string> number_text(std::string_view stored);
/// A day as 2026-11-02, with the time of day behind it where it has one; since 1900 (of which Excel thinks
/// that it had a 29th of February) or 1904. A time as 22:30. A number that is neither is given as a number.
std::optional<std::string> moment_text(std::string_view stored, Shown shown, bool since_1904);

/// From 0: "C7" is column 2. Nothing when that is no place in a sheet.
std::optional<int> column_of(std::string_view reference);
/// "A", "AB".
std::string column_name(int column);
/// "Blad1!C7", with quotes around a name that needs them. Without a column the whole row: "Blad1!7:7".
std::string place(std::string_view sheet, int column, std::int64_t row);

/// Whether a formula asks what stands outside of its workbook.
bool points_outside(std::string_view formula);

/// Text with _x000D_ and its like as the characters that they stand for (§22.4.2.4).
std::string unescaped(std::string_view text);

}  // namespace inburgering::adapters::xlsx
