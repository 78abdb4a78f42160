"""Money: the ledger of firms beside the flow of goods."""
