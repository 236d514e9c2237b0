<?php

declare(strict_types=1);

namespace Shop\Invoice;

/** Invoice numbers without gaps, one series for each year. */
final class Numbering
{
    /** @var array<int, int> */
    private array $last = [];

    public function next(int $year): string
    {
        $this->last[$year] = ($this->last[$year] ?? 0) + 1;

        return sprintf('%d-%05d', $year, $this->last[$year]);
    }
}
