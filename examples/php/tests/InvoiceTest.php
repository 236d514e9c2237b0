<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use Shop\Invoice\Invoice;
use Shop\Invoice\Numbering;
use Shop\Invoice\Position;

final class InvoiceTest extends TestCase
{
    public function testPositionsAddUp(): void
    {
        $invoice = new Invoice('2024-00001');
        $invoice->add(new Position('cup', 250, 4));
        $invoice->add(new Position('pot', 1999, 1));

        self::assertSame(2999, $invoice->total());
    }

    public function testWhatWasSentCannotChange(): void
    {
        $invoice = new Invoice('2024-00001');
        $invoice->send();

        $this->expectExceptionMessage('Invoice 2024-00001 was sent already.');
        $invoice->add(new Position('cup', 250, 1));
    }

    public function testEachYearHasItsOwnNumbers(): void
    {
        $numbering = new Numbering();

        self::assertSame('2023-00001', $numbering->next(2023));
        self::assertSame('2024-00001', $numbering->next(2024));
        self::assertSame('2024-00002', $numbering->next(2024));
    }
}
