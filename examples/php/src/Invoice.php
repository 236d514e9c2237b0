<?php

declare(strict_types=1);

namespace Shop\Invoice;

/** An invoice: positions can be added until it is sent. */
final class Invoice
{
    /** @var list<Position> */
    private array $positions = [];
    private bool $sent = false;

    public function __construct(private string $number)
    {
    }

    public function add(Position $position): void
    {
        if ($this->sent) {
            throw new \LogicException("Invoice {$this->number} was sent already.");
        }
        $this->positions[] = $position;
    }

    public function send(): void
    {
        $this->sent = true;
    }

    public function total(): int
    {
        return array_sum(array_map(
            static fn (Position $position): int => $position->total(),
            $this->positions
        ));
    }

    public function text(): string
    {
        $rows = ["Invoice {$this->number}"];
        foreach ($this->positions as $position) {
            $rows[] = sprintf('%-20s %9.2f', $position->article(), $position->total() / 100);
        }
        $rows[] = sprintf('%-20s %9.2f', 'total', $this->total() / 100);

        return implode("\n", $rows);
    }
}
