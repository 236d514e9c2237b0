<?php

declare(strict_types=1);

namespace Shop\Invoice;

/** One row of an invoice; the price is in cents. */
final class Position
{
    public function __construct(
        private string $article,
        private int $price,
        private int $pieces
    ) {
        if ($pieces < 1) {
            throw new \InvalidArgumentException("No pieces of $article.");
        }
    }

    public function article(): string { return $this->article; }

    public function total(): int { return $this->price * $this->pieces; }
}
